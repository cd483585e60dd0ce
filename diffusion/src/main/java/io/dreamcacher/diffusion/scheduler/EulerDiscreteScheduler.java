package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;

/**
 * Euler's method on sigma (Karras et al., arXiv 2206.00364, algorithm 2 without the second-order correction; with churn
 * its stochastic form).
 */
public final class EulerDiscreteScheduler extends SigmaScheduler {
    private final PredictionType predictionType;
    private final Churn churn;

    EulerDiscreteScheduler(SchedulerConfig config, int steps) {
        this(config, steps, Churn.NONE);
    }

    EulerDiscreteScheduler(SchedulerConfig config, int steps, Churn churn) {
        super(SigmaSchedule.ofEuler(config, steps));
        this.predictionType = config.predictionType();
        this.churn = churn;
    }

    @Override
    public SchedulerState step(SchedulerState state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents();

        // 1. gamma: noise is raised to sigma_hat = sigma (1 + gamma) within the churned range
        double sigma = sigma(state.index());
        double gamma = churn.gamma(sigma, schedule().sigmas().length - 1);
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
            double original = predictionType.original(modelOutput[i], sample[i], sigmaHat, sigma);
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
