package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import java.util.List;

/**
 * Linear multistep on sigma (Katherine Crowson, k-diffusion): the derivatives of up to four calls are interpolated by a
 * polynomial, which is integrated over the step.
 */
final class LmsDiscreteScheduler extends Scheduler {
    private static final int ORDER = 4;

    LmsDiscreteScheduler(SchedulerConfig config, int steps) {
        super(NoiseSchedule.exploding(Levels.spaced(config, TrainedNoise.of(config, false), steps).respaced(config),
                config.predictionType()));
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        float[] sample = state.latents();

        // 1. predicted x_0 and 2. the derivative d = (x - x_0) / sigma
        double sigma = sigma(state.index());
        float[] derivative = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            double original = schedule().original(state.index(), modelOutput[i], sample[i]);
            derivative[i] = (float) ((sample[i] - original) / sigma);
        }
        State remembered = state.remember(derivative, ORDER);
        List<float[]> newestFirst = remembered.history().reversed();

        // 3. x + the sum of the derivatives, each weighted by the integral of its polynomial over the step
        int order = Math.min(state.index() + 1, ORDER);
        float[] previous = sample.clone();
        for (int k = 0; k < Math.min(order, newestFirst.size()); k++) {
            double coefficient = coefficient(order, state.index(), k);
            for (int i = 0; i < sample.length; i++)
                previous[i] += (float) (coefficient * newestFirst.get(k)[i]);
        }
        return remembered.next(previous);
    }

    /** The integral from sigma_i to sigma_(i+1) of the Lagrange polynomial that is 1 at sigma_(i-k), 0 at the others. */
    private double coefficient(int order, int index, int k) {
        double from = sigma(index);
        double to = sigma(index + 1);
        double ends = polynomial(from, order, index, k) + polynomial(to, order, index, k);
        return (to - from) / 6 * (ends + 4 * polynomial((from + to) / 2, order, index, k)); // Simpson: exact for cubics
    }

    private double polynomial(double tau, int order, int index, int k) {
        double product = 1;
        for (int other = 0; other < order; other++) {
            if (other != k)
                product *= (tau - sigma(index - other))
                        / (sigma(index - k) - sigma(index - other));
        }
        return product;
    }
}
