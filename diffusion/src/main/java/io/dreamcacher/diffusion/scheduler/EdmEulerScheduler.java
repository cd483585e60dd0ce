package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * Euler's method with the preconditioning of Karras et al. (arXiv 2206.00364, table 1, column "Ours", and algorithm 2
 * without churn and correction), as diffusers 0.40 {@code EDMEulerScheduler}. Its noise levels are its own, between
 * {@code sigma_min} and {@code sigma_max}; those of training are not asked. The network is told 0.25 ln sigma.
 */
final class EdmEulerScheduler extends Scheduler {
    private enum Spacing {
        KARRAS, EXPONENTIAL
    }

    private final double sigmaData;
    private final double signOfOutput;

    EdmEulerScheduler(SchedulerConfig config, int steps) {
        super(NoiseSchedule.exploding(levels(config, steps), config.noisePredictionType()));
        this.sigmaData = config.positive("sigma_data", 0.5);
        this.signOfOutput = config.noisePredictionType() == NoiseSchedule.PredictionType.EPSILON ? 1 : -1;
    }

    /** Between bounds of the configuration's own (equation 5). */
    private static Levels levels(SchedulerConfig config, int steps) {
        double min = config.positive("sigma_min", 0.002);
        double max = config.positive("sigma_max", 80);
        if (min >= max)
            throw config.invalid("sigma_min", "below sigma_max, which is %s,".formatted(max));
        double[] sigmas = switch (config.choice("sigma_schedule", Spacing.KARRAS)) {
            case KARRAS -> Respacing.karras(min, max, steps, config.positive("rho", Respacing.RHO));
            case EXPONENTIAL -> Respacing.logSpaced(max, min, steps);
        };
        Levels levels = Levels.of(sigmas, EdmEulerScheduler::timestepOf).fromSignalAndNoise();
        return config.choice("final_sigmas_type", Levels.End.ZERO) == Levels.End.SIGMA_MIN
                ? levels.endingAt(levels.lowest())
                : levels;
    }

    /** c_noise of table 1. */
    static double timestepOf(double sigma) {
        return 0.25 * Math.log(sigma);
    }

    /** c_in = 1 / sqrt(sigma^2 + sigma_data^2). */
    @Override
    public float[] scaleModelInput(float[] latents, int index) {
        return NoiseSchedule.divided(latents, Math.hypot(sigma(index), sigmaData));
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents();

        // 1. c_skip and c_out
        double sigma = sigma(state.index());
        double skip = sigmaData * sigmaData / (sigma * sigma + sigmaData * sigmaData);
        double out = signOfOutput * sigma * sigmaData / Math.hypot(sigma, sigmaData);

        // 2. D(x) = c_skip x + c_out F, formula 7, and the derivative d = (x - D) / sigma, 3. a straight step
        double dt = schedule().sigma(state.index() + 1) - sigma;
        float[] previous = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            double denoised = skip * sample[i] + out * modelOutput[i];
            previous[i] = (float) (sample[i] + (sample[i] - denoised) / sigma * dt);
        }
        return state.next(previous);
    }
}
