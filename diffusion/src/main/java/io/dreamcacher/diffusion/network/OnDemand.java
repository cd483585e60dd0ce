package io.dreamcacher.diffusion.network;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A resource that is made when it is first used, and that one caller uses at a time. If making it fails, the next use
 * tries again. Thread-safe; owns what it made.
 */
public final class OnDemand<T> implements AutoCloseable {
    private final String name;
    private final Supplier<T> maker;
    private final Consumer<T> closer;
    private @Nullable T resource;
    private boolean closed;

    public OnDemand(String name, Supplier<T> maker, Consumer<T> closer) {
        this.name = name;
        this.maker = maker;
        this.closer = closer;
    }

    /** Runs something with the resource, while others wait. */
    public synchronized <R> R use(Function<T, R> user) {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        T made = resource;
        if (made == null) {
            made = maker.get();
            resource = made;
        }
        return user.apply(made);
    }

    /** Closes the resource if there is one, after a running use has ended. Closing twice is allowed. */
    @Override
    public synchronized void close() {
        closed = true;
        T made = resource;
        resource = null;
        if (made != null) {
            closer.accept(made);
        }
    }
}
