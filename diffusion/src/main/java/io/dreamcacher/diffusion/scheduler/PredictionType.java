package io.dreamcacher.diffusion.scheduler;

/** What the network's output stands for. */
enum PredictionType {
    /** The noise in the latents (Ho et al. 2020). */
    EPSILON,
    /** The velocity, sqrt(alpha) noise - sqrt(1 - alpha) x0 (Salimans and Ho 2022, section 2.4). */
    V_PREDICTION,
    /** The latents without noise, x0. */
    SAMPLE;

    /**
     * x0 where latents are x0 + sigma noise, as in Karras et al. 2022.
     *
     * @param sigmaHat
     *            noise in the sample
     * @param sigma
     *            noise the network was told of; less than the other only after churning
     */
    double original(double output, double sample, double sigmaHat, double sigma) {
        double variance = sigma * sigma + 1;
        return switch (this) {
            case EPSILON -> sample - sigmaHat * output;
            case V_PREDICTION -> output * (-sigma / Math.sqrt(variance)) + sample / variance;
            case SAMPLE -> output;
        };
    }

    /**
     * x0 where latents are sqrt(alpha) x0 + sqrt(1 - alpha) noise.
     *
     * @param alpha
     *            the share of signal, above 0 for epsilon
     */
    double original(double output, double sample, double alpha) {
        return switch (this) {
            case EPSILON -> (sample - Math.sqrt(1 - alpha) * output) / Math.sqrt(alpha);
            case V_PREDICTION -> Math.sqrt(alpha) * sample - Math.sqrt(1 - alpha) * output;
            case SAMPLE -> output;
        };
    }

    /**
     * The noise where latents are sqrt(alpha) x0 + sqrt(1 - alpha) noise.
     *
     * @param alpha
     *            the share of signal, below 1
     */
    double noise(double output, double sample, double alpha) {
        return switch (this) {
            case EPSILON -> output;
            case V_PREDICTION -> Math.sqrt(alpha) * output + Math.sqrt(1 - alpha) * sample;
            case SAMPLE -> (sample - Math.sqrt(alpha) * output) / Math.sqrt(1 - alpha);
        };
    }
}
