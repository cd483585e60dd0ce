package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Generations waiting for their turn. A generation uses every core by itself, so one runs at a time; the line behind it
 * is bounded, and a full line refuses with the time after which trying again is sensible.
 */
final class GenerationQueue implements AutoCloseable {
    private static final long FIRST_GUESS_NANOS = Duration.ofSeconds(1).toNanos();

    private final ThreadPoolExecutor worker;
    private final AtomicLong typicalNanos = new AtomicLong(FIRST_GUESS_NANOS);
    private final AtomicReference<@Nullable Ticket> running = new AtomicReference<>();

    /** @param capacity how many may wait */
    GenerationQueue(int capacity) {
        worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(capacity),
                Thread.ofPlatform().daemon().name("dreamcacher-generation-", 0).factory());
    }

    /** A piece of work that can be told where it stands. */
    interface Ticket extends Runnable {
        /** Told when it joins the queue and whenever the queue moves. */
        void waiting(int position, Duration estimate);

        /** It will not run. */
        void refused(DreamCacherException reason);

        /** It runs and should end soon. */
        void stop();
    }

    /** Queues a ticket. */
    void submit(Ticket ticket) {
        ticket.waiting(ahead(), estimate(ahead() + 1));
        try {
            worker.execute(new Turn(ticket));
        } catch (RejectedExecutionException e) {
            if (worker.isShutdown()) {
                throw closing();
            }
            Duration wait = estimate(1);
            throw DreamCacherException.busy("%d generations are waiting, which is as many as may; try again in %d s."
                    .formatted(worker.getQueue().size(), Math.max(1, wait.toSeconds())), wait);
        }
    }

    /** Runs a ticket and learns from it how long tickets take. */
    private final class Turn implements Runnable {
        private final Ticket ticket;

        Turn(Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public void run() {
            tellPositions();
            long start = System.nanoTime();
            running.set(ticket);
            if (worker.isShutdown()) {
                ticket.stop();
            }
            ticket.run();
            running.set(null);
            long took = System.nanoTime() - start;
            typicalNanos.updateAndGet(typical -> (3 * typical + took) / 4);
        }
    }

    private void tellPositions() {
        int position = 1;
        for (Runnable waiting : List.copyOf(worker.getQueue())) {
            if (waiting instanceof Turn turn) {
                turn.ticket.waiting(position, estimate(position + 1));
                position++;
            }
        }
    }

    private int ahead() {
        return worker.getQueue().size() + worker.getActiveCount();
    }

    private Duration estimate(int generations) {
        return Duration.ofNanos(typicalNanos.get() * generations);
    }

    /** Takes a ticket nobody waits for any more out of the line; {@code false} when it runs or has run. */
    boolean withdraw(Ticket ticket) {
        return worker.getQueue().removeIf(waiting -> waiting instanceof Turn turn && turn.ticket.equals(ticket));
    }

    private static DreamCacherException closing() {
        return new DreamCacherException(FailureCategory.CANCELLED, "The memory is closing and makes no more pictures.");
    }

    /** Refuses those waiting, asks the running one to stop, and waits until it has: it may be writing. */
    @Override
    public void close() {
        worker.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        worker.getQueue().drainTo(waiting);
        for (Runnable turn : waiting) {
            ((Turn) turn).ticket.refused(closing());
        }
        Ticket current = running.get();
        if (current != null) {
            current.stop();
        }
        awaitEnd();
    }

    private void awaitEnd() {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = worker.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
