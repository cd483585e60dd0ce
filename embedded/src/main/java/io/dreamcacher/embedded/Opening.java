package io.dreamcacher.embedded;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened so far when opening the rest fails. */
final class Opening implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Opening.class.getName());

    private final Deque<Runnable> closers = new ArrayDeque<>();

    /** Registers what closes a resource that was just opened. */
    void owns(Runnable closer) {
        closers.push(closer);
    }

    /** Everything is open: from here on the result closes it. */
    <T> T done(T result) {
        closers.clear();
        return result;
    }

    @Override
    public void close() {
        for (Runnable closer : closers) {
            try {
                closer.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "After a failed opening a part could not be closed.", e);
            }
        }
    }
}
