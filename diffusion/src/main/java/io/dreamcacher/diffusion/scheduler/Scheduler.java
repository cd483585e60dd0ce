package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import java.util.ArrayList;
import java.util.List;

/**
 * One run from noise to an image in a given number of steps, by one published algorithm: which timesteps the network
 * is asked at, and how its answers move the latents. Built whole, immutable and thread-safe; what a run remembers is in
 * its {@link State}. Latents are flat, of any length, one image or several alike.
 *
 * <pre>
 * Scheduler.State state = scheduler.start(noise times initNoiseSigma, 0);
 * while (state.index() &lt; scheduler.size()) {
 *     float[] input = scheduler.scaleModelInput(state.latents(), state.index());
 *     state = scheduler.step(state, network(input, scheduler.timestep(state.index())), noiseSource);
 * }
 * </pre>
 *
 * Each algorithm is one class of this package, made by {@link SchedulerConfig#scheduler}. To read one, read its file,
 * this one, and {@link NoiseSchedule}. Numbers agree with diffusers 0.40.
 */
public abstract class Scheduler {
    private final NoiseSchedule schedule;

    Scheduler(NoiseSchedule schedule) {
        this.schedule = schedule;
    }

    /** Timesteps and noise levels of the run. */
    final NoiseSchedule schedule() {
        return schedule;
    }

    /** How many times the network is asked; PNDM asks once more than its number of steps, or up to nine times more. */
    public final int size() {
        return schedule.size();
    }

    /** How many steps were asked for. */
    public int steps() {
        return Math.ceilDiv(size(), callsPerStep());
    }

    /**
     * How many calls make a step of the list that a strength counts in: image to image begins at call
     * {@code (steps - (int) (steps * strength)) * callsPerStep()}. The last step may be fewer calls.
     */
    public int callsPerStep() {
        return 1;
    }

    /**
     * What the network is told at a call: 0 to the number of training timesteps, not above the one before by more than
     * rounding. The EDM formulation alone tells 0.25 ln sigma instead.
     *
     * @param index
     *            0 to {@link #size} - 1
     */
    public final double timestep(int index) {
        return schedule.timestep(index);
    }

    /**
     * Noise over signal of the latents at a call, above 0.
     *
     * @param index
     *            0 to {@link #size} - 1
     */
    public final double sigma(int index) {
        return schedule.sigma(index);
    }

    /** What standard normal noise is multiplied with to begin at call 0. */
    public final double initNoiseSigma() {
        return schedule.initNoiseSigma();
    }

    /** The latents as the network wants them at a call; the given array itself where nothing is scaled. */
    public float[] scaleModelInput(float[] latents, int index) {
        return schedule.scaleModelInput(latents, index);
    }

    /**
     * The latents with as much noise as they have at a call; how an image is changed instead of made.
     *
     * @param noise
     *            standard normal, as long as the latents
     */
    public float[] addNoise(float[] latents, float[] noise, int index) {
        return schedule.addNoise(latents, noise, index);
    }

    /**
     * Begins a run.
     *
     * @param latents
     *            owned by the state from here on
     * @param index
     *            the first call, 0 for a whole run; the first one of a step
     */
    public final State start(float[] latents, int index) {
        if (index < 0 || index >= size())
            throw new IllegalArgumentException(
                    "A run must begin at call 0 to %d; found %d".formatted(size() - 1, index));
        if (index % callsPerStep() != 0)
            throw new IllegalArgumentException(
                    "A run must begin at the first of the %d calls of a step; found call %d".formatted(callsPerStep(),
                            index));
        return new State(index, 0, latents, List.of(), latents, new float[latents.length]);
    }

    /**
     * The state after one more answer of the network; the given one stays as it is.
     *
     * @param modelOutput
     *            what the network predicts, as long as the latents; owned by the scheduler from here on
     * @param noise
     *            asked only by stochastic variants, once a step at most
     */
    public abstract State step(State state, float[] modelOutput, NoiseSource noise);

    /**
     * Where a run is: the next call, the latents, and what the algorithm remembers of earlier calls. Immutable as long
     * as nobody writes into the arrays, which are shared, not copied.
     */
    public static final class State {
        private final int index;
        private final int calls;
        private final float[] latents;
        private final List<float[]> history;
        private final float[] kept;
        private final float[] sum;

        private State(int index, int calls, float[] latents, List<float[]> history, float[] kept, float[] sum) {
            this.index = index;
            this.calls = calls;
            this.latents = latents;
            this.history = List.copyOf(history);
            this.kept = kept;
            this.sum = sum;
        }

        /** The next call, 0 to the scheduler's size; at the size the run is over. */
        public int index() {
            return index;
        }

        /** The latents before the next call; not a copy. */
        public float[] latents() {
            return latents;
        }

        /** The same place with other latents of the same length, as inpainting puts the known part back in. */
        public State withLatents(float[] otherLatents) {
            requireLength(otherLatents, "Latents");
            return new State(index, calls, otherLatents, history, kept, sum);
        }

        /** How many calls this run has made, wherever it began. */
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

        State next(float[] nextLatents) {
            return new State(index + 1, calls + 1, nextLatents, history, kept, sum);
        }

        /** With one more entry of history, the oldest dropped beyond the limit. */
        State remember(float[] entry, int limit) {
            List<float[]> longer = new ArrayList<>(history);
            longer.add(entry);
            return new State(index, calls, latents,
                    longer.subList(Math.max(0, longer.size() - limit), longer.size()), kept, sum);
        }

        State keep(float[] otherKept, float[] otherSum) {
            return new State(index, calls, latents, history, otherKept, otherSum);
        }

        void requireLength(float[] values, String what) {
            if (values.length != latents.length)
                throw new IllegalArgumentException(
                        "%s must have %d numbers; found %d".formatted(what, latents.length, values.length));
        }
    }
}
