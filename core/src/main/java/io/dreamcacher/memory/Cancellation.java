package io.dreamcacher.memory;

import java.util.ArrayList;
import java.util.List;

/** A caller's wish to stop, set once. Thread-safe. */
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    /** Stops the work this was handed to; does nothing the second time. */
    public void cancel() {
        List<Runnable> due;
        synchronized (this) {
            cancelled = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    /** Whether {@link #cancel} was called. */
    public synchronized boolean cancelled() {
        return cancelled;
    }

    /** Runs the action when cancelled, at once when it already is. */
    void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    /** What the action would have stopped has ended. */
    synchronized void forget(Runnable action) {
        actions.remove(action);
    }
}
