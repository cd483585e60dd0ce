package io.dreamcacher.memory;

import io.dreamcacher.access.Caller;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.generation.GenerationId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Answers from memory waiting to be counted. A durable commit takes as long as the answer itself, so uses are written
 * together, at the latest a second after they happened; a crash loses that second's counts and nothing else. Uses that
 * could not be written wait on, in their order, and are tried again every second: an answer never fails because it could
 * not be counted. Thread-safe; an answer never waits for the catalogue to write.
 */
final class UseLog implements AutoCloseable {
    private static final Logger LOG = System.getLogger(UseLog.class.getName());
    private static final int MOST_PENDING = 1000;

    private final Statistics statistics;
    private final IndexProjector index;
    private final ReentrantLock lock = new ReentrantLock();
    /** Uses are counted in their order, by one thread at a time. */
    private final ReentrantLock writing = new ReentrantLock();
    private final List<Statistics.Use> pending = new ArrayList<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("dreamcacher-uses-", 0).factory());
    private boolean scheduled;
    private boolean failing;

    UseLog(Statistics statistics, IndexProjector index) {
        this.statistics = statistics;
        this.index = index;
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false); // closing flushes by itself, at once
    }

    /** Counts a use, soon. */
    void add(Statistics.Use use) {
        boolean full;
        lock.lock();
        try {
            pending.add(use);
            full = pending.size() >= MOST_PENDING && !failing;
            schedule();
        } finally {
            lock.unlock();
        }
        if (full) {
            tryFlush();
        }
    }

    /** Called with the lock held. */
    private void schedule() {
        if (!scheduled && !timer.isShutdown()) {
            scheduled = true;
            var unused = timer.schedule(this::tryFlush, 1, TimeUnit.SECONDS);
        }
    }

    /** What a caller was answered with and that is not counted as seen yet. */
    Set<GenerationId> pendingFor(Caller caller) {
        lock.lock();
        try {
            return pending.stream()
                    .filter(use -> use.access().caller().equals(caller))
                    .map(Statistics.Use::answer)
                    .collect(Collectors.toUnmodifiableSet());
        } finally {
            lock.unlock();
        }
    }

    /** How many answers wait to be counted because the catalogue could not be written; 0 when all is well. */
    long heldUp() {
        lock.lock();
        try {
            return failing ? pending.size() : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Counts everything pending if it can; a failure is in the log already, and nobody's answer depends on it. */
    void tryFlush() {
        try {
            flush();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "answers from memory are counted later", e);
        }
    }

    /**
     * Counts everything pending, before somebody reads the counts.
     *
     * @throws io.dreamcacher.failure.DreamCacherException when that failed; what was pending still is
     */
    void flush() {
        writing.lock();
        try {
            List<Statistics.Use> due = take();
            if (!due.isEmpty()) {
                count(due);
                index.follow();
            }
        } finally {
            writing.unlock();
        }
    }

    private void count(List<Statistics.Use> due) {
        try {
            countTogether(due);
            counted();
        } catch (RuntimeException e) {
            putBack(due, e);
            throw e;
        }
    }

    /** One that cannot be counted at all must not hold up the others. */
    private void countTogether(List<Statistics.Use> due) {
        try {
            statistics.use(due);
        } catch (IllegalArgumentException e) {
            if (due.size() == 1) {
                LOG.log(Level.ERROR, "An answer from memory can never be counted and is left out; this is a defect.",
                        e);
                return;
            }
            countTogether(due.subList(0, due.size() / 2));
            countTogether(due.subList(due.size() / 2, due.size()));
        }
    }

    private List<Statistics.Use> take() {
        lock.lock();
        try {
            List<Statistics.Use> due = List.copyOf(pending);
            pending.clear();
            scheduled = false;
            return due;
        } finally {
            lock.unlock();
        }
    }

    private void counted() {
        lock.lock();
        try {
            failing = false;
        } finally {
            lock.unlock();
        }
    }

    /** Told once a row of failures: they come every second. */
    private void putBack(List<Statistics.Use> due, RuntimeException failure) {
        boolean first;
        lock.lock();
        try {
            pending.addAll(0, due);
            first = !failing;
            failing = true;
            schedule();
        } finally {
            lock.unlock();
        }
        if (first) {
            LOG.log(Level.WARNING,
                    "%d answers from memory must be counted, but the catalogue could not be written; they wait, and this is tried again every second."
                            .formatted(due.size()),
                    failure);
        }
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            // not interrupted: a flush under way writes to files that an interrupt would close
            var unused = timer.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flush();
    }
}
