package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Generations of one place waiting for their turn, first come, first served. A generator runs as many at the same time as
 * it says; those of different generators take turns, because they share the place. The line is bounded, and a full line refuses with
 * the time after which trying again is sensible. Thread-safe.
 */
final class GenerationQueue implements AutoCloseable {
    private static final long FIRST_GUESS_NANOS = Duration.ofSeconds(1).toNanos();

    private final int capacity;
    private final ThreadFactory threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private final List<Turn> running = new ArrayList<>();
    /** Among the running ones, but not started yet. */
    private final List<Turn> begun = new ArrayList<>();
    private final Map<String, Long> typicalNanos = new HashMap<>();
    private boolean closed;
    /** Held while tickets are told where they stand, so that what they hear last is how it is. */
    private final ReentrantLock telling = new ReentrantLock();

    /** @param capacity how many may wait */
    GenerationQueue(int capacity) {
        this(capacity, Thread.ofPlatform().daemon().name("dreamcacher-generation-", 0).factory());
    }

    /**
     * @param capacity how many may wait
     * @param threads makes the threads they run on
     */
    GenerationQueue(int capacity, ThreadFactory threads) {
        this.capacity = capacity;
        this.threads = threads;
    }

    /** A piece of work that can be told where it stands. */
    interface Ticket extends Runnable {
        /**
         * Told when it joins the queue and whenever the queue moves.
         *
         * @param position number of generations that must end before it begins; 0 when it begins
         */
        void waiting(int position, Duration estimate);

        /** It will not run. */
        void refused(DreamCacherException reason);

        /** It runs and should end soon. */
        void stop();

        /** Whether it is stopped as soon as others wait. */
        default boolean yields() {
            return false;
        }
    }

    /** Where the jobs of one generator join. */
    Lane lane(String generator, int atOnce) {
        return new Lane(generator, atOnce);
    }

    /** One generator's way into the line. */
    final class Lane {
        private final String generator;
        private final int atOnce;

        private Lane(String generator, int atOnce) {
            this.generator = generator;
            this.atOnce = atOnce;
        }

        /**
         * Queues a ticket.
         *
         * @throws DreamCacherException with BUSY when as many wait as may
         */
        void submit(Ticket ticket) {
            add(new Turn(this, ticket));
        }

        /** Runs a ticket if nothing runs and nothing waits here; {@code false} where something does. */
        boolean submitIfIdle(Ticket ticket) {
            return addIfIdle(new Turn(this, ticket));
        }

        /** Takes a ticket nobody waits for any more out of the line; {@code false} when it runs or has run. */
        boolean withdraw(Ticket ticket) {
            return remove(ticket);
        }

        private long nanos() {
            return typicalNanos.getOrDefault(generator, FIRST_GUESS_NANOS);
        }

        /** What one more before it costs the next. */
        private long share() {
            return nanos() / atOnce;
        }
    }

    private boolean addIfIdle(Turn turn) {
        lock.lock();
        try {
            if (closed || !waiting.isEmpty() || !running.isEmpty()) {
                return false;
            }
            waiting.add(turn);
            begin();
        } finally {
            lock.unlock();
        }
        advance();
        return true;
    }

    private void add(Turn turn) {
        List<Turn> yielding;
        lock.lock();
        try {
            if (closed) {
                throw closing();
            }
            if (waiting.size() >= capacity) {
                Duration wait = Duration.ofNanos(turn.lane.nanos());
                throw DreamCacherException
                        .busy("%d generations are waiting, which is as many as may; try again in %d s."
                                .formatted(waiting.size(), Math.max(1, wait.toSeconds())), wait);
            }
            waiting.add(turn);
            begin();
            yielding = waiting.isEmpty()
                    ? List.of()
                    : running.stream().filter(other -> other.ticket.yields()).toList();
        } finally {
            lock.unlock();
        }
        yielding.forEach(other -> other.ticket.stop());
        advance();
    }

    /** What may begin waits no more. Called with the lock held. */
    private void begin() {
        for (Turn next = waiting.peek(); next != null && mayRun(next); next = waiting.peek()) {
            running.add(waiting.remove());
            begun.add(next);
        }
    }

    private boolean mayRun(Turn turn) {
        return running.size() < turn.lane.atOnce
                && running.stream().allMatch(other -> other.lane.generator.equals(turn.lane.generator));
    }

    /** Tells everybody where they stand, and starts what has begun; a turn that cannot be started is the next one's. */
    private void advance() {
        List<Turn> failed;
        do {
            failed = announced().stream().filter(turn -> !started(turn)).toList();
        } while (!failed.isEmpty());
    }

    /** Tells everybody where they stand. */
    private List<Turn> announced() {
        List<Turn> starting = new ArrayList<>();
        telling.lock();
        try {
            standings(starting).forEach(Standing::tell);
        } finally {
            telling.unlock();
        }
        return starting;
    }

    /** The system may have no thread left; its turn is given back then, and whoever waits for it is told. */
    private boolean started(Turn turn) {
        try {
            threads.newThread(turn).start();
            return true;
        } catch (OutOfMemoryError e) {
            over(turn);
            turn.ticket.refused(new DreamCacherException(FailureCategory.EXHAUSTED,
                    "A generation needs a thread of its own, but the system gives none (%s); try again later, or let this process have more threads."
                            .formatted(e.getMessage()),
                    e));
            return false;
        }
    }

    private void over(Turn turn) {
        lock.lock();
        try {
            running.remove(turn);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @param starting gets what has begun and is not started yet */
    private List<Standing> standings(List<Turn> starting) {
        lock.lock();
        try {
            begin();
            starting.addAll(begun);
            begun.clear();
            List<Standing> standings = new ArrayList<>();
            starting.forEach(turn -> standings.add(new Standing(turn, 0, turn.lane.nanos())));
            long before = running.isEmpty() ? 0 : running.getFirst().lane.share();
            int position = 1;
            for (Turn turn : waiting) {
                standings.add(new Standing(turn, position++, before + turn.lane.nanos()));
                before += turn.lane.share();
            }
            return standings;
        } finally {
            lock.unlock();
        }
    }

    private record Standing(Turn turn, int position, long nanos) {
        void tell() {
            turn.ticket.waiting(position, Duration.ofNanos(nanos));
        }
    }

    /** Runs a ticket and learns from it how long tickets take. */
    private final class Turn implements Runnable {
        private final Lane lane;
        private final Ticket ticket;

        Turn(Lane lane, Ticket ticket) {
            this.lane = lane;
            this.ticket = ticket;
        }

        @Override
        public void run() {
            long start = System.nanoTime();
            try {
                ticket.run();
            } finally {
                ended(this, System.nanoTime() - start);
            }
        }
    }

    private void ended(Turn turn, long took) {
        lock.lock();
        try {
            typicalNanos.put(turn.lane.generator, (3 * turn.lane.nanos() + took) / 4);
        } finally {
            lock.unlock();
        }
        over(turn);
        advance();
    }

    private boolean remove(Ticket ticket) {
        boolean removed;
        lock.lock();
        try {
            removed = waiting.removeIf(turn -> turn.ticket.equals(ticket));
        } finally {
            lock.unlock();
        }
        if (removed) {
            advance();
        }
        return removed;
    }

    static DreamCacherException closing() {
        return new DreamCacherException(FailureCategory.CANCELLED, "The memory is closing and makes no more pictures.");
    }

    /** Refuses those waiting, asks the running ones to stop, and waits until they have: they may be writing. */
    @Override
    public void close() {
        List<Turn> refused;
        List<Turn> stopped;
        lock.lock();
        try {
            closed = true;
            refused = List.copyOf(waiting);
            waiting.clear();
            stopped = List.copyOf(running);
        } finally {
            lock.unlock();
        }
        refused.forEach(turn -> turn.ticket.refused(closing()));
        stopped.forEach(turn -> turn.ticket.stop());
        awaitEnd();
    }

    private void awaitEnd() {
        lock.lock();
        try {
            while (!running.isEmpty()) {
                ended.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
