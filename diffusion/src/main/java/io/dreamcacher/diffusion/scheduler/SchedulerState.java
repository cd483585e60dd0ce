package io.dreamcacher.diffusion.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a walk is: the next call, the latents, and what the algorithm remembers of earlier calls. Immutable as long as
 * nobody writes into the arrays, which are shared, not copied.
 */
public final class SchedulerState {
    private final int index;
    private final int calls;
    private final float[] latents;
    private final List<float[]> history;
    private final float[] kept;
    private final float[] sum;

    private SchedulerState(int index, int calls, float[] latents, List<float[]> history, float[] kept, float[] sum) {
        this.index = index;
        this.calls = calls;
        this.latents = latents;
        this.history = List.copyOf(history);
        this.kept = kept;
        this.sum = sum;
    }

    static SchedulerState start(float[] latents, int index) {
        return new SchedulerState(index, 0, latents, List.of(), latents, new float[latents.length]);
    }

    /** The next call, 0 to the scheduler's size; at the size the walk is over. */
    public int index() {
        return index;
    }

    /** The latents before the next call; not a copy. */
    public float[] latents() {
        return latents;
    }

    /** The same place with other latents of the same length, as inpainting puts the known part back in. */
    public SchedulerState withLatents(float[] otherLatents) {
        requireLength(otherLatents, "Latents");
        return new SchedulerState(index, calls, otherLatents, history, kept, sum);
    }

    /** How many calls this walk has made, wherever it began. */
    int calls() {
        return calls;
    }

    /** Earlier outputs or derivatives, newest last. */
    List<float[]> history() {
        return history;
    }

    /** The latents a Runge-Kutta or averaged step starts from. */
    float[] kept() {
        return kept;
    }

    /** The weighted outputs of a Runge-Kutta step so far. */
    float[] sum() {
        return sum;
    }

    SchedulerState next(float[] nextLatents) {
        return new SchedulerState(index + 1, calls + 1, nextLatents, history, kept, sum);
    }

    /** With one more entry of history, the oldest dropped beyond the limit. */
    SchedulerState remember(float[] entry, int limit) {
        List<float[]> longer = new ArrayList<>(history);
        longer.add(entry);
        return new SchedulerState(index, calls, latents,
                longer.subList(Math.max(0, longer.size() - limit), longer.size()), kept, sum);
    }

    SchedulerState keep(float[] otherKept, float[] otherSum) {
        return new SchedulerState(index, calls, latents, history, otherKept, otherSum);
    }

    void requireLength(float[] values, String what) {
        if (values.length != latents.length)
            throw new IllegalArgumentException(
                    "%s must have %d numbers; found %d".formatted(what, latents.length, values.length));
    }
}
