package io.dreamcacher.diffusion.scheduler;

/**
 * A scheduler whose latents are alpha_t x0 + sigma_t noise and that integrates over lambda; what its kind have in
 * common, the walk being their own.
 */
abstract non-sealed class LambdaScheduler implements Scheduler {
    private final LambdaSchedule schedule;
    private final PredictionType predictionType;
    private final SampleLimits limits;

    LambdaScheduler(SchedulerConfig config, LambdaSchedule schedule) {
        this.schedule = schedule;
        this.predictionType = config.predictionType();
        this.limits = SampleLimits.thresholding(config);
    }

    LambdaSchedule schedule() {
        return schedule;
    }

    @Override
    public int size() {
        return schedule.size();
    }

    @Override
    public double timestep(int index) {
        return schedule.timestep(index);
    }

    @Override
    public double sigma(int index) {
        return schedule.sigma(index);
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
        return VariancePreserving.addNoise(latents, noise, alphaCumprod(index));
    }

    /** The predicted x0, within its limits. */
    float[] original(SchedulerState state, float[] modelOutput) {
        state.requireLength(modelOutput, "The model output");
        double alpha = alphaCumprod(state.index());
        float[] original = new float[modelOutput.length];
        for (int i = 0; i < original.length; i++)
            original[i] = (float) predictionType.original(modelOutput[i], state.latents()[i], alpha);
        limits.apply(original);
        return original;
    }

    /** The predicted noise. */
    float[] noise(SchedulerState state, float[] modelOutput) {
        state.requireLength(modelOutput, "The model output");
        double alpha = alphaCumprod(state.index());
        float[] noise = new float[modelOutput.length];
        for (int i = 0; i < noise.length; i++)
            noise[i] = (float) predictionType.noise(modelOutput[i], state.latents()[i], alpha);
        return noise;
    }

    /** The predicted noise, such that x0 is within its limits. */
    float[] limitedNoise(SchedulerState state, float[] modelOutput) {
        if (!limits.limit())
            return noise(state, modelOutput);
        double alpha = alphaCumprod(state.index());
        float[] original = original(state, modelOutput);
        float[] noise = new float[original.length];
        for (int i = 0; i < noise.length; i++)
            noise[i] = (float) PredictionType.SAMPLE.noise(original[i], state.latents()[i], alpha);
        return noise;
    }

    private double alphaCumprod(int index) {
        return schedule.alphaT(index) * schedule.alphaT(index);
    }

    /** {@code solver_order}. */
    static int solverOrder(SchedulerConfig config, int highest) {
        double order = config.number("solver_order", 2);
        if (order < 1 || order > highest || order != Math.rint(order))
            throw config.invalid("solver_order", "a whole number of 1 to " + highest);
        return (int) order;
    }
}
