package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Answers from memory waiting to be counted. A durable commit takes as long as the answer itself, so uses are written
 * together, at the latest a second after they happened; a crash loses that second's counts and nothing else.
 */
final class UseLog implements AutoCloseable {
    private static final int MOST_PENDING = 1000;

    private final Catalogue catalogue;
    private final LiveIndex index;
    private final List<Use> pending = new ArrayList<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("dreamcacher-uses-", 0).factory());
    private boolean scheduled;

    UseLog(Catalogue catalogue, LiveIndex index) {
        this.catalogue = catalogue;
        this.index = index;
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false); // closing flushes by itself, at once
    }

    /** Counts a use, soon. */
    void add(Use use) {
        boolean full;
        synchronized (this) {
            pending.add(use);
            full = pending.size() >= MOST_PENDING;
            if (!scheduled) {
                scheduled = true;
                var unused = timer.schedule(this::flush, 1, TimeUnit.SECONDS);
            }
        }
        if (full) {
            flush();
        }
    }

    /** Counts everything pending, before somebody reads the counts. */
    void flush() {
        index.write(() -> {
            List<Use> due = take();
            return due.isEmpty() ? List.of() : catalogue.use(due);
        });
    }

    private synchronized List<Use> take() {
        List<Use> due = List.copyOf(pending);
        pending.clear();
        scheduled = false;
        return due;
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
