package io.dreamcacher.server.requests;

import io.dreamcacher.api.RequestEvent;
import io.dreamcacher.api.RequestEvent.Ended;
import io.dreamcacher.api.RequestEvent.Nearest;
import io.dreamcacher.api.RequestEvent.Preview;
import io.dreamcacher.api.RequestEvent.Progress;
import io.dreamcacher.api.RequestEvent.Queued;
import io.dreamcacher.memory.AnswerListener;
import io.dreamcacher.memory.Cancellation;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A request under way, or just finished, and the last event of each kind. A watcher that comes late is told where things
 * stand, a slow one skips what is outdated, and neither holds the generation up. Thread-safe.
 */
final class LiveRequest implements AnswerListener {
    /** About as many previews a picture: each costs a decoding. */
    private static final int PREVIEWS = 6;

    /** How long a request whose clients have left goes on. */
    static final Duration BACK = Duration.ofSeconds(5);

    private final String id;
    private final int images;
    private final Cancellation cancellation = new Cancellation();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Numbered> latest = new LinkedHashMap<>();
    private final AtomicInteger watchers = new AtomicInteger();
    private final AtomicInteger waiters = new AtomicInteger();
    private long number;
    private @Nullable Ended end;

    LiveRequest(String id, int images) {
        this.id = id;
        this.images = images;
        publish(new Queued(id, 0, 0));
    }

    /**
     * An event and its position among the request's events.
     *
     * @param number 1 or more, later events have higher ones
     * @param event what happened
     */
    record Numbered(long number, RequestEvent event) {}

    String id() {
        return id;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Somebody waits for the end, until {@link #leave}. */
    void join() {
        waiters.incrementAndGet();
    }

    /** A request nobody waits for is cancelled, unless somebody is back soon: a page that is loaded again is. */
    void leave() {
        if (waiters.decrementAndGet() == 0 && outcome().isEmpty()) {
            Thread.ofVirtual().name("dreamcacher-left-" + id).start(this::cancelUnlessBack);
        }
    }

    private void cancelUnlessBack() {
        try {
            if (!awaitOutcome(System.nanoTime() + BACK.toNanos()) && waiters.get() == 0) {
                cancellation.cancel();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Somebody looks on, until {@link #unwatch}; previews are only made while somebody does. */
    void watch() {
        watchers.incrementAndGet();
    }

    void unwatch() {
        watchers.decrementAndGet();
    }

    /**
     * The last event of each kind that is newer than a number, kinds in the order in which they first came.
     *
     * @param patience how long to wait for one
     * @return empty when there was none in that time
     */
    List<Numbered> after(long seen, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (number <= seen && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return latest.values().stream().filter(known -> known.number() > seen).toList();
        } finally {
            lock.unlock();
        }
    }

    /** How it ended; empty while it has not. */
    Optional<Ended> outcome() {
        lock.lock();
        try {
            return Optional.ofNullable(end);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end. */
    Ended awaitOutcome() throws InterruptedException {
        lock.lock();
        try {
            Ended known = end;
            while (known == null) {
                changed.await();
                known = end;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end, at most until a moment of {@link System#nanoTime}. */
    boolean awaitOutcome(long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = deadlineNanos - System.nanoTime();
            while (end == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return end != null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether its picture is being made, so that stopping would waste what is done already. */
    boolean running() {
        lock.lock();
        try {
            return latest.containsKey("progress");
        } finally {
            lock.unlock();
        }
    }

    void finish(Ended last) {
        lock.lock();
        try {
            publish(last);
            end = last;
            latest.remove("preview");
        } finally {
            lock.unlock();
        }
    }

    private void publish(RequestEvent event) {
        lock.lock();
        try {
            if (end == null) {
                latest.put(event.event(), new Numbered(++number, event));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void queued(int position, Duration estimate) {
        publish(new Queued(id, position, estimate.toMillis()));
    }

    @Override
    public void missed(String reason) {
        publish(new Nearest(reason));
    }

    @Override
    public void step(int image, int step, int steps) {
        publish(new Progress(image, images, step, steps));
    }

    @Override
    public boolean wantsPreview(int step, int steps) {
        return watchers.get() > 0 && step < steps && step % Math.max(1, steps / PREVIEWS) == 0;
    }

    @Override
    public void preview(int image, int step, int steps, BufferedImage picture) {
        publish(new Preview(image, step, Previews.dataAddress(picture)));
    }
}
