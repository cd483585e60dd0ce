package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * One walk from noise to an image in a given number of steps, by one published algorithm: which timesteps the network
 * is asked at, and how its answers move the latents. Built whole, immutable and thread-safe; what a walk remembers is in
 * its {@link SchedulerState}. Latents are flat, of any length, one image or several alike.
 *
 * <pre>
 * SchedulerState state = scheduler.start(noise times initNoiseSigma, 0);
 * while (state.index() &lt; scheduler.size()) {
 *     float[] input = scheduler.scaleModelInput(state.latents(), state.index());
 *     state = scheduler.step(state, network(input, scheduler.timestep(state.index())), noiseSource);
 * }
 * </pre>
 *
 * Numbers agree with diffusers 0.40.
 */
public sealed interface Scheduler permits AlphaScheduler, SigmaScheduler, LambdaScheduler {
    /** How many times the network is asked; PNDM asks once more than its number of steps, or up to nine times more. */
    int size();

    /** How many steps were asked for. */
    default int steps() {
        return Math.ceilDiv(size(), callsPerStep());
    }

    /**
     * How many calls make a step of the list that a strength counts in: image to image begins at call
     * {@code (steps - (int) (steps * strength)) * callsPerStep()}. The last step may be fewer calls.
     */
    default int callsPerStep() {
        return 1;
    }

    /**
     * What the network is told at a call: 0 to the number of training timesteps, not above the one before by more than
     * rounding. The EDM formulation alone tells 0.25 ln sigma instead.
     *
     * @param index
     *            0 to {@link #size} - 1
     */
    double timestep(int index);

    /**
     * Noise over signal of the latents at a call, above 0.
     *
     * @param index
     *            0 to {@link #size} - 1
     */
    double sigma(int index);

    /** What standard normal noise is multiplied with to begin at call 0. */
    double initNoiseSigma();

    /** The latents as the network wants them at a call; the given array itself where nothing is scaled. */
    float[] scaleModelInput(float[] latents, int index);

    /**
     * The latents with as much noise as they have at a call; how an image is changed instead of made.
     *
     * @param noise
     *            standard normal, as long as the latents
     */
    float[] addNoise(float[] latents, float[] noise, int index);

    /**
     * Begins a walk.
     *
     * @param latents
     *            owned by the state from here on
     * @param index
     *            the first call, 0 for a whole walk; the first one of a step
     */
    default SchedulerState start(float[] latents, int index) {
        if (index < 0 || index >= size())
            throw new IllegalArgumentException(
                    "A walk must begin at call 0 to %d; found %d".formatted(size() - 1, index));
        if (index % callsPerStep() != 0)
            throw new IllegalArgumentException(
                    "A walk must begin at the first of the %d calls of a step; found call %d".formatted(callsPerStep(),
                            index));
        return SchedulerState.start(latents, index);
    }

    /**
     * The state after one more answer of the network; the given one stays as it is.
     *
     * @param modelOutput
     *            what the network predicts, as long as the latents; owned by the scheduler from here on
     * @param noise
     *            asked only by stochastic variants, once a step at most
     */
    SchedulerState step(SchedulerState state, float[] modelOutput, NoiseSource noise);
}
