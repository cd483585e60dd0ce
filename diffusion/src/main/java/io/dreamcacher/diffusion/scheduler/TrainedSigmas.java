package io.dreamcacher.diffusion.scheduler;

import java.util.Arrays;

/**
 * Noise over signal at every timestep of training, rising, and the ways between a timestep and its level. Levels and
 * their logarithms are in float32 as in diffusers, because a timestep read off a level may be cut to a whole number
 * there, and the last bit decides which. Immutable.
 */
final class TrainedSigmas {
    private final double[] sigmas;
    private final double[] logarithms;

    TrainedSigmas(AlphasCumprod alphasCumprod) {
        this.sigmas = alphasCumprod.sigmas();
        this.logarithms = Arrays.stream(sigmas).map(sigma -> (float) Math.log(sigma)).toArray();
    }

    double smallest() {
        return sigmas[0];
    }

    double largest() {
        return sigmas[sigmas.length - 1];
    }

    /** The level at a timestep, which may have a fraction: straight lines between those trained, flat beyond them. */
    double at(double timestep) {
        double t = Math.clamp(timestep, 0, sigmas.length - 1);
        int below = (int) t;
        int above = Math.min(below + 1, sigmas.length - 1);
        return sigmas[below] + (t - below) * (sigmas[above] - sigmas[below]);
    }

    /** The timestep of a level, with its fraction: straight lines between the logarithms, flat beyond them. */
    double timestepOf(double sigma) {
        if (sigmas.length == 1)
            return 0;
        double logarithm = Math.log(sigma);
        int found = Arrays.binarySearch(logarithms, logarithm);
        int low = Math.clamp(found >= 0 ? found : -found - 2, 0, logarithms.length - 2);
        double weight = (logarithms[low] - logarithm) / (float) (logarithms[low] - logarithms[low + 1]);
        double clipped = Math.clamp(weight, 0, 1);
        return (1 - clipped) * low + clipped * (low + 1);
    }

    /** How many timesteps have less than this lambda, half the logarithm of signal over noise. */
    int countNoisierThan(double lambda) {
        return (int) Arrays.stream(logarithms).filter(logarithm -> -logarithm < lambda).count();
    }
}
