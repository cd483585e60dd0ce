package io.dreamcacher.bench;

import io.dreamcacher.folder.StorePhase;
import io.dreamcacher.folder.StorePhases;
import io.dreamcacher.generation.GenerationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * Writes every phase an image reaches into a file, one line {@code PHASE TAB ID}, and then dwells there for a random
 * time, so that a kill at a random moment can hit phases that otherwise last a few milliseconds. A line is one write(2)
 * and so outlives the process. Does nothing without the property {@value #LOG}.
 */
public final class CrashPhases implements StorePhases {
    /** File to append to. */
    static final String LOG = "dreamcacher.crash.log";

    /** Of the random dwelling times. */
    static final String SEED = "dreamcacher.crash.seed";

    /** Longest time in one phase, in milliseconds. */
    static final String DWELL = "dreamcacher.crash.dwell";

    private final StorePhases phases;

    /** Found by {@link java.util.ServiceLoader}; reads the system properties. */
    public CrashPhases() {
        String file = System.getProperty(LOG, "");
        phases = file.isEmpty()
                ? StorePhases.UNWATCHED
                : new Recorder(Path.of(file), Long.getLong(SEED, 0), Integer.getInteger(DWELL, 0));
    }

    @Override
    public void reached(StorePhase phase, GenerationId id) {
        phases.reached(phase, id);
    }

    private static final class Recorder implements StorePhases {
        private final FileChannel log;
        private final SplittableRandom random;
        private final int longestDwell;

        Recorder(Path file, long seed, int longestDwell) {
            try {
                log = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.random = new SplittableRandom(seed);
            this.longestDwell = longestDwell;
        }

        @Override
        public synchronized void reached(StorePhase phase, GenerationId id) {
            try {
                log.write(ByteBuffer.wrap((phase + "\t" + id + "\n").getBytes(StandardCharsets.US_ASCII)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            switch (phase) {
                case IMAGE_TEMPORARY, IMAGE_DURABLE -> dwell(longestDwell / 2);
                case CATALOGUE_COMMITTED -> dwell(longestDwell);
                case INDEX_VISIBLE -> {
                }
            }
        }

        private void dwell(int most) {
            try {
                Thread.sleep(random.nextInt(most + 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
