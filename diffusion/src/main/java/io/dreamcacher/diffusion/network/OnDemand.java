package io.dreamcacher.diffusion.network;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A resource that is made when it is first used, and that one caller uses at a time. If making it fails, the next use
 * tries again. Thread-safe; owns what it made.
 */
public final class OnDemand<T> implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final String name;
    private final Supplier<T> maker;
    private final Consumer<T> closer;
    private final boolean kept;
    private @Nullable T resource;
    private int users;
    private boolean closed;

    private OnDemand(String name, Supplier<T> maker, Consumer<T> closer, boolean kept) {
        this.name = name;
        this.maker = maker;
        this.closer = closer;
        this.kept = kept;
    }

    /**
     * A resource that is kept until the end.
     *
     * @param name for messages
     */
    public OnDemand(String name, Supplier<T> maker, Consumer<T> closer) {
        this(name, maker, closer, true);
    }

    /** A resource that is closed as soon as a use ends, so that the next one has its memory. */
    public static <T> OnDemand<T> closedAfterUse(String name, Supplier<T> maker, Consumer<T> closer) {
        return new OnDemand<>(name, maker, closer, false);
    }

    /** Runs something with the resource, while other threads wait. */
    public <R> R use(Function<T, R> user) {
        lock.lock();
        try {
            return used(user);
        } finally {
            lock.unlock();
        }
    }

    /** The resource, for users that may share it and don't use it after this is closed. */
    public T shared() {
        lock.lock();
        try {
            return made();
        } finally {
            lock.unlock();
        }
    }

    private <R> R used(Function<T, R> user) {
        T made = made();
        users++;
        try {
            return user.apply(made);
        } finally {
            users--;
            if (!kept && users == 0) {
                release();
            }
        }
    }

    private T made() {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        T made = resource;
        if (made == null) {
            made = maker.get();
            resource = made;
        }
        return made;
    }

    private void release() {
        T made = resource;
        resource = null;
        if (made != null) {
            closer.accept(made);
        }
    }

    /** Frees the resource after a running use has ended; the next use makes it anew. */
    public void rest() {
        lock.lock();
        try {
            if (users == 0) {
                release();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the resource if there is one, after a running use has ended. Closing twice is allowed. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            release();
        } finally {
            lock.unlock();
        }
    }
}
