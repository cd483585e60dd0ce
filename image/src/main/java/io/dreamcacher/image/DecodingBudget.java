package io.dreamcacher.image;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Bytes and processors that images being decoded may take together, so that many at once are decoded one after the other.
 * One that needs more bytes than there are is refused before it is decoded. Thread-safe.
 */
final class DecodingBudget {
    /** A third of the heap. */
    static final DecodingBudget SHARED = new DecodingBudget(Runtime.getRuntime().maxMemory() / 3);

    private static final int MEBIBYTE = 1 << 20;

    /**
     * Half of the processors. Decoding is nothing but computing: on the callers' virtual threads it would keep every
     * carrier until it ends, and whoever only asks for a remembered image would wait for all that came before.
     */
    private static final ExecutorService DECODERS = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            Thread.ofPlatform().daemon().name("dreamcacher-decoding-", 0).factory());

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
            return onADecoder(decoding);
        } catch (OutOfMemoryError e) {
            throw new DreamCacherException(FailureCategory.EXHAUSTED,
                    "Decoding %s takes about %,d MiB of memory, and there was less; try again later, or give Java more memory (-Xmx)."
                            .formatted(name, needed),
                    e);
        } finally {
            free.release((int) needed);
        }
    }

    /** An interrupted caller waits all the same: it holds room until the decoder is done. */
    private static BufferedImage onADecoder(Decoding decoding) throws IOException {
        try {
            return CompletableFuture.supplyAsync(() -> unchecked(decoding), DECODERS).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case UncheckedIOException io -> throw io.getCause();
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }

    private static BufferedImage unchecked(Decoding decoding) {
        try {
            return decoding.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
