package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks a listener from a thread of its own whether to stop, while a network runs, and then stops the network: a step in
 * flight does not keep anybody waiting. Closing ends the thread.
 */
final class CancellationWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(25);

    private final DenoisingListener listener;
    private final Runnable interrupt;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    private CancellationWatch(DenoisingListener listener, Runnable interrupt) {
        this.listener = listener;
        this.interrupt = interrupt;
        this.thread = Thread.ofVirtual().name("cancellation-watch").unstarted(this::watch);
    }

    /**
     * Runs some work under watch.
     *
     * @param interrupt stops what runs; called again and again as long as the work goes on
     * @throws DreamCacherException {@code CANCELLED} if the listener said so
     */
    static <R> R during(DenoisingListener listener, Runnable interrupt, Supplier<R> work) {
        try (CancellationWatch watch = new CancellationWatch(listener, interrupt)) {
            watch.thread.start();
            return work.get();
        } catch (DreamCacherException e) {
            throw e.category() == FailureCategory.CANCELLED ? cancelled() : e;
        }
    }

    private void watch() {
        try {
            while (!over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                if (listener.cancelled()) {
                    interrupt.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the watch; afterwards nothing is interrupted any more. */
    @Override
    public void close() {
        over.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static void requireNotCancelled(DenoisingListener listener) {
        if (listener.cancelled()) {
            throw cancelled();
        }
    }

    private static DreamCacherException cancelled() {
        return new DreamCacherException(FailureCategory.CANCELLED, "The generation was stopped before it was done.");
    }
}
