package io.dreamcacher.server.security;

import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.failure.DreamCacherException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of one kind may be in the memory at once, whoever sent them, so that clients that send much cannot fill
 * it. Thread-safe.
 */
public final class ByteBudget {
    /** So much of each body is free: whoever asks for an image by words is served while large bodies fill the budget. */
    public static final int FREE = 64 * 1024;

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final String what;
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    private ByteBudget(String what, long largest) {
        this.what = what;
        this.most = Math.clamp(Runtime.getRuntime().maxMemory() / 8, 2 * largest, 8 * largest);
    }

    /** Bodies that are being received: reading JSON takes several times a body's size. */
    static ByteBudget ofBodies(ServiceLimits limits) {
        return new ByteBudget("bodies", limits.uploadBytes());
    }

    /**
     * Images that requests under way start from.
     *
     * @param largest bytes of the pixels of the largest one that is let in
     */
    public static ByteBudget ofInitImages(long largest) {
        return new ByteBudget("decoded images to start from", largest);
    }

    /**
     * Takes room.
     *
     * @throws DreamCacherException with BUSY, having taken nothing, when there is not so much left
     */
    public void take(long bytes) {
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            throw DreamCacherException.busy(
                    "All %s under way may have %,d bytes together, and others fill that now; try again in %d s."
                            .formatted(what, most, RETRY.toSeconds()),
                    RETRY);
        }
    }

    /** Gives back what was taken. */
    public void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
