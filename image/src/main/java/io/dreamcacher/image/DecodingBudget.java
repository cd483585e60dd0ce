package io.dreamcacher.image;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Bytes that pictures being decoded may take together, so that many at once are decoded one after the other. One that
 * needs more than all of them is refused before it is decoded. Thread-safe.
 */
final class DecodingBudget {
    /** A third of the heap. */
    static final DecodingBudget SHARED = new DecodingBudget(Runtime.getRuntime().maxMemory() / 3);

    private static final int MEBIBYTE = 1 << 20;

    private final int mebibytes;
    private final Semaphore free;

    DecodingBudget(long bytes) {
        mebibytes = Math.clamp(bytes / MEBIBYTE, 1, Integer.MAX_VALUE);
        free = new Semaphore(mebibytes, true);
    }

    /** What is done within the budget. */
    interface Decoding {
        BufferedImage run() throws IOException;
    }

    /**
     * Waits until there is room, and decodes.
     *
     * @throws DreamCacherException EXHAUSTED when there can never be room, or the heap is full all the same
     */
    BufferedImage within(long bytes, String name, Decoding decoding) throws IOException {
        long needed = Math.ceilDiv(bytes, MEBIBYTE);
        if (needed > mebibytes) {
            throw new DreamCacherException(FailureCategory.EXHAUSTED,
                    "Decoding %s takes %,d MiB of memory, but %,d MiB are there for it; make it smaller, or give Java more memory (-Xmx)."
                            .formatted(name, needed, mebibytes));
        }
        free.acquireUninterruptibly((int) needed);
        try {
            return decoding.run();
        } catch (OutOfMemoryError e) {
            throw new DreamCacherException(FailureCategory.EXHAUSTED,
                    "Decoding %s takes about %,d MiB of memory, and there was less; try again later, or give Java more memory (-Xmx)."
                            .formatted(name, needed),
                    e);
        } finally {
            free.release((int) needed);
        }
    }
}
