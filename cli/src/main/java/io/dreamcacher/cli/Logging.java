package io.dreamcacher.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps libraries from talking to a person at a terminal about their own start-up. */
final class Logging {
    /** Held here because java.util.logging forgets the level of a logger nobody holds. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private static final Logger HARDWOOD = Logger.getLogger("dev.hardwood");

    private Logging() {}

    /** Both tell at INFO and WARNING which vector instructions they found. */
    static void quieten() {
        LUCENE.setLevel(Level.SEVERE);
        HARDWOOD.setLevel(Level.SEVERE);
    }
}
