package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GenerationProgress;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** One generation that several identical requests wait for. It goes on as long as somebody is aboard. */
final class Flight implements GenerationQueue.Ticket {
    private final Function<GenerationProgress, ImageAnswer> work;
    private final Consumer<Flight> beforeLanding;
    private final List<Passenger> passengers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ImageAnswer> landing = new CompletableFuture<>();
    private volatile boolean stopping;
    private Optional<Standing> standing = Optional.empty();

    /**
     * @param work makes the image and remembers it
     * @param beforeLanding told when the work is done, before anybody else learns of it
     */
    Flight(Function<GenerationProgress, ImageAnswer> work, Consumer<Flight> beforeLanding) {
        this.work = work;
        this.beforeLanding = beforeLanding;
    }

    /**
     * Somebody who waits.
     *
     * @param image index of the image in their answer
     * @param listener told how it gets on
     */
    record Passenger(int image, AnswerListener listener) {}

    /** Joins; {@code false} when it has landed or everybody left, so that this flight will not make an image. */
    synchronized boolean board(Passenger passenger, boolean first) {
        if (landing.isDone() || (!first && passengers.isEmpty())) {
            return false;
        }
        passengers.add(passenger);
        standing.ifPresent(known -> passenger.listener().queued(known.position, known.estimate));
        return true;
    }

    /** Leaves; {@code true} when nobody is aboard any more. */
    synchronized boolean leave(Passenger passenger) {
        passengers.remove(passenger);
        return passengers.isEmpty();
    }

    /** What became of it, for one passenger: completing it oneself does not disturb the others. */
    CompletableFuture<ImageAnswer> landing() {
        return landing.copy();
    }

    @Override
    public synchronized void waiting(int position, Duration estimate) {
        standing = Optional.of(new Standing(position, estimate));
        passengers.forEach(passenger -> passenger.listener().queued(position, estimate));
    }

    @Override
    public void run() {
        try {
            if (passengers.isEmpty()) {
                throw cancelled();
            }
            ImageAnswer made = work.apply(new FanOut());
            beforeLanding.accept(this);
            landing.complete(made);
        } catch (RuntimeException | Error e) {
            beforeLanding.accept(this);
            landing.completeExceptionally(e);
        }
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public void refused(DreamCacherException reason) {
        beforeLanding.accept(this);
        landing.completeExceptionally(reason);
    }

    static DreamCacherException cancelled() {
        return new DreamCacherException(FailureCategory.CANCELLED,
                "The request was cancelled before its picture was done.");
    }

    /** What was last said about its place in the queue; whoever joins later hears it too. */
    private record Standing(int position, Duration estimate) {}

    /** Every passenger hears of every step. */
    private final class FanOut implements GenerationProgress {
        @Override
        public void step(int step, int steps) {
            passengers.forEach(passenger -> passenger.listener().step(passenger.image(), step, steps));
        }

        @Override
        public boolean wantsPreview(int step, int steps) {
            return passengers.stream().anyMatch(passenger -> passenger.listener().wantsPreview(step, steps));
        }

        @Override
        public void preview(int step, int steps, BufferedImage image) {
            passengers.forEach(passenger -> passenger.listener().preview(passenger.image(), step, steps, image));
        }

        @Override
        public boolean cancelled() {
            return stopping || passengers.isEmpty();
        }
    }
}
