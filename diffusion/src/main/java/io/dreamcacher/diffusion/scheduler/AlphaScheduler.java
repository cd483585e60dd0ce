package io.dreamcacher.diffusion.scheduler;

/**
 * A scheduler whose latents are sqrt(alpha) x0 + sqrt(1 - alpha) noise at whole timesteps of training; what its kind
 * have in common, the walk being their own.
 */
abstract non-sealed class AlphaScheduler implements Scheduler {
    private final AlphasCumprod alphasCumprod;
    private final PredictionType predictionType;
    private final int[] timesteps;

    /**
     * @param timesteps
     *            of every call, never rising; owned by the scheduler from here on
     */
    AlphaScheduler(SchedulerConfig config, AlphasCumprod alphasCumprod, int[] timesteps) {
        this.alphasCumprod = alphasCumprod;
        this.predictionType = config.predictionType();
        this.timesteps = timesteps;
        if (predictionType == PredictionType.EPSILON && alphasCumprod.at(timesteps[0]) == 0)
            throw config.invalid("prediction_type",
                    "v_prediction or sample where the first timestep has no signal (rescale_betas_zero_snr)");
    }

    PredictionType predictionType() {
        return predictionType;
    }

    AlphasCumprod alphasCumprod() {
        return alphasCumprod;
    }

    /** The timestep of a call as the index into training that it is. */
    int wholeTimestep(int index) {
        return timesteps[index];
    }

    @Override
    public int size() {
        return timesteps.length;
    }

    @Override
    public double timestep(int index) {
        return timesteps[index];
    }

    @Override
    public double sigma(int index) {
        return alphasCumprod.sigma(timesteps[index]);
    }

    @Override
    public double initNoiseSigma() {
        return 1;
    }

    @Override
    public float[] scaleModelInput(float[] latents, int index) {
        return latents;
    }

    @Override
    public float[] addNoise(float[] latents, float[] noise, int index) {
        return VariancePreserving.addNoise(latents, noise, alphasCumprod.at(timesteps[index]));
    }
}
