package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.diffusion.scheduler.NoiseSchedule.PredictionType;

/**
 * Euler's method on sigma (Karras et al., arXiv 2206.00364, algorithm 2 without the second-order correction; with churn
 * its stochastic form).
 */
final class EulerDiscreteScheduler extends Scheduler {
    private enum Interpolation {
        LINEAR, LOG_LINEAR
    }

    private enum TimestepType {
        DISCRETE, CONTINUOUS
    }

    private final Churn churn;

    EulerDiscreteScheduler(SchedulerConfig config, int steps) {
        this(config, steps, Churn.NONE);
    }

    EulerDiscreteScheduler(SchedulerConfig config, int steps, Churn churn) {
        super(NoiseSchedule.exploding(levels(config, steps), config.predictionType()));
        this.churn = churn;
    }

    private static Levels levels(SchedulerConfig config, int steps) {
        TrainedNoise trained = TrainedNoise.of(config, true);
        Levels spaced = Levels.spaced(config, trained, steps);
        if (config.choice("interpolation_type", Interpolation.LINEAR) == Interpolation.LOG_LINEAR)
            spaced = spaced.withSigmas(
                    Respacing.logSpaced(trained.largestSigma(), trained.smallestSigma(), steps + 1));
        Levels respaced = spaced.respaced(Respacing.of(config), config.number("sigma_min", spaced.lowest()),
                config.number("sigma_max", spaced.highest()));
        boolean continuous = config.choice("timestep_type", TimestepType.DISCRETE) == TimestepType.CONTINUOUS
                && config.predictionType() == PredictionType.V_PREDICTION;
        Levels told = continuous ? respaced.toldBy(EdmEulerScheduler::timestepOf) : respaced;
        return config.choice("final_sigmas_type", Levels.End.ZERO) == Levels.End.SIGMA_MIN
                ? told.endingAt(trained.smallestSigma())
                : told;
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents();

        // 1. gamma: noise is raised to sigma_hat = sigma (1 + gamma) within the churned range
        double sigma = sigma(state.index());
        double gamma = churn.gamma(sigma, schedule().intervals());
        double sigmaHat = sigma * (gamma + 1);
        if (gamma > 0) {
            double added = churn.noise() * Math.sqrt(sigmaHat * sigmaHat - sigma * sigma);
            float[] drawn = noise.randn(sample.length);
            sample = sample.clone();
            for (int i = 0; i < sample.length; i++)
                sample[i] += (float) (added * drawn[i]);
        }

        // 2. predicted x_0, 3. the derivative d = (x - x_0) / sigma_hat, 4. a straight step to the next sigma
        double dt = sigma(state.index() + 1) - sigmaHat;
        float[] previous = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            double original = schedule().original(state.index(), modelOutput[i], sample[i], sigmaHat);
            double derivative = (sample[i] - original) / sigmaHat;
            previous[i] = (float) (sample[i] + derivative * dt);
        }
        return state.next(previous);
    }

    /**
     * How much fresh noise is mixed in (S_churn, S_tmin, S_tmax and S_noise of algorithm 2).
     *
     * @param amount
     *            spread over all steps; 0 for none
     * @param from
     *            the lowest sigma at which it acts
     * @param to
     *            the highest
     * @param noise
     *            what the fresh noise is multiplied with
     */
    record Churn(double amount, double from, double to, double noise) {

        static final Churn NONE = new Churn(0, 0, Double.POSITIVE_INFINITY, 1);

        private double gamma(double sigma, int steps) {
            return sigma >= from && sigma <= to ? Math.min(amount / steps, Math.sqrt(2) - 1) : 0;
        }
    }
}
