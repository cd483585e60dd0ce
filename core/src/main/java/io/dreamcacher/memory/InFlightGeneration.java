package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GenerationProgress;
import java.awt.image.BufferedImage;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** One generation that several identical requests wait for. It goes on as long as somebody waits. */
final class InFlightGeneration implements GenerationQueue.Ticket {
    private static final System.Logger LOG = System.getLogger(InFlightGeneration.class.getName());

    private final Function<GenerationProgress, ImageAnswer> work;
    private final Consumer<InFlightGeneration> beforeResult;
    private final List<Waiter> waiters = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ImageAnswer> result = new CompletableFuture<>();
    private volatile boolean stopping;
    private Optional<Standing> standing = Optional.empty();

    /**
     * @param work makes the image and remembers it
     * @param beforeResult told when the work is done, before anybody else learns of it
     */
    InFlightGeneration(Function<GenerationProgress, ImageAnswer> work, Consumer<InFlightGeneration> beforeResult) {
        this.work = work;
        this.beforeResult = beforeResult;
    }

    /**
     * Somebody who waits for the result.
     *
     * @param image index of the image in their answer
     * @param listener told how it gets on
     */
    record Waiter(int image, AnswerListener listener) {}

    /** Joins; {@code false} when it has a result or everybody left, so that it will not make an image. */
    synchronized boolean join(Waiter waiter, boolean first) {
        if (result.isDone() || (!first && waiters.isEmpty())) {
            return false;
        }
        waiters.add(waiter);
        standing.ifPresent(known -> tell(waiter, listener -> listener.queued(known.position, known.estimate)));
        return true;
    }

    /** Leaves; {@code true} when nobody waits any more. */
    synchronized boolean leave(Waiter waiter) {
        waiters.remove(waiter);
        return waiters.isEmpty();
    }

    /** What became of it, for one waiter: completing it oneself does not disturb the others. */
    CompletableFuture<ImageAnswer> result() {
        return result.copy();
    }

    /** Whether nobody waits any more. */
    boolean abandoned() {
        return waiters.isEmpty();
    }

    @Override
    public synchronized void waiting(int position, Duration estimate) {
        standing = Optional.of(new Standing(position, estimate));
        waiters.forEach(waiter -> tell(waiter, listener -> listener.queued(position, estimate)));
    }

    @Override
    public void run() {
        try {
            if (abandoned()) {
                throw cancelled();
            }
            complete(work.apply(new FanOut()));
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Gives every waiter this image. */
    void complete(ImageAnswer answer) {
        beforeResult.accept(this);
        result.complete(answer);
    }

    private void fail(Throwable failure) {
        beforeResult.accept(this);
        result.completeExceptionally(failure);
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public void refused(DreamCacherException reason) {
        fail(reason);
    }

    static DreamCacherException cancelled() {
        return new DreamCacherException(FailureCategory.CANCELLED,
                "The request was cancelled before its picture was done.");
    }

    /** One listener's failure is neither that of the others nor of the generation. */
    private static void tell(Waiter waiter, Consumer<AnswerListener> what) {
        try {
            what.accept(waiter.listener());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A listener failed to hear how its request gets on; the request goes on.", e);
        }
    }

    /** What was last said about its place in the queue; whoever joins later hears it too. */
    private record Standing(int position, Duration estimate) {}

    /** Every waiter hears of every step. */
    private final class FanOut implements GenerationProgress {
        @Override
        public void step(int step, int steps) {
            waiters.forEach(waiter -> tell(waiter, listener -> listener.step(waiter.image(), step, steps)));
        }

        @Override
        public boolean wantsPreview(int step, int steps) {
            return waiters.stream().anyMatch(waiter -> wantsPreview(waiter, step, steps));
        }

        @Override
        public void preview(int step, int steps, BufferedImage image) {
            waiters.forEach(
                    waiter -> tell(waiter, listener -> listener.preview(waiter.image(), step, steps, image)));
        }

        private static boolean wantsPreview(Waiter waiter, int step, int steps) {
            AtomicBoolean wants = new AtomicBoolean();
            tell(waiter, listener -> wants.set(listener.wantsPreview(step, steps)));
            return wants.get();
        }

        @Override
        public boolean cancelled() {
            return stopping || abandoned();
        }
    }
}
