package io.dreamcacher.server.security;

import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.failure.DreamCacherException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of large bodies may be in the memory at once, whoever sent them, so that clients that send much and never
 * end cannot fill it. Thread-safe.
 */
public final class BodyBudget {
    /** So much of each body is free: whoever asks for a picture by words is served while large bodies fill the budget. */
    public static final int FREE = 64 * 1024;

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final long most;
    private final AtomicLong inFlight = new AtomicLong();

    BodyBudget(long most) {
        this.most = most;
    }

    /** An eighth of the heap, since reading JSON takes several times a body's size; room for two to eight largest bodies. */
    static BodyBudget of(ServiceLimits limits) {
        long largest = limits.uploadBytes();
        return new BodyBudget(Math.clamp(Runtime.getRuntime().maxMemory() / 8, 2 * largest, 8 * largest));
    }

    /**
     * Takes room.
     *
     * @throws DreamCacherException with BUSY, having taken nothing, when there is not so much left
     */
    void take(int bytes) {
        if (inFlight.addAndGet(bytes) > most) {
            inFlight.addAndGet(-bytes);
            throw DreamCacherException.busy(
                    "All bodies under way may have %,d bytes together, and others fill that now; try again in %d s."
                            .formatted(most, RETRY.toSeconds()),
                    RETRY);
        }
    }

    void giveBack(long bytes) {
        inFlight.addAndGet(-bytes);
    }

    long inFlight() {
        return inFlight.get();
    }
}
