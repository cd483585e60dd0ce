package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Diffusion exponential integrator sampler (Zhang and Chen, arXiv 2204.13902) in its multistep form on log rho: with
 * rho = sigma_t / alpha_t, x / alpha_t moves by the integral of the noise over rho, for which up to three predictions
 * are interpolated by a polynomial in log rho. The run ends at the lowest level of training, not at zero.
 */
final class DeisMultistepScheduler extends Scheduler {
    private final SampleLimits limits;
    private final int order;
    private final boolean lowerOrderFinal;

    DeisMultistepScheduler(SchedulerConfig config, int steps) {
        super(NoiseSchedule.preserving(levels(config, steps), config.predictionType()));
        this.limits = SampleLimits.thresholding(config);
        DpmSolver named = config.choice("algorithm_type", DpmSolver.DEIS);
        if (named.drawsNoise())
            throw config.invalid("algorithm_type", "deis, dpmsolver or dpmsolver++");
        config.choice("solver_type", DpmSolver.Rule.LOGRHO); // every one there is stands for log rho
        this.order = config.solverOrder(3);
        this.lowerOrderFinal = config.flag("lower_order_final", true)
                && size() < DpmSolverMultistepScheduler.FEW_STEPS;
    }

    private static Levels levels(SchedulerConfig config, int steps) {
        config.requireNoFlow();
        TrainedNoise trained = TrainedNoise.of(config, false);
        Respacing respacing = Respacing.of(config);
        if (respacing == Respacing.NONE)
            return Levels.intervals(config, trained, config.choice("timestep_spacing", TimestepSpacing.LINSPACE),
                    config.trainTimesteps(), steps).endingAt(trained.smallestSigma()).falling();
        double[] sigmas = respacing.sigmas(trained.smallestSigma(), trained.largestSigma(), steps);
        Levels levels = Levels.of(sigmas, trained::timestepOf)
                .toldAs(respacing == Respacing.KARRAS ? Math::rint : Math::floor);
        return levels.endingAt(levels.lowest()).falling();
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        float[] x = state.latents();
        int index = state.index();

        // 1. predicted noise, beside that of the calls before
        State remembered = state.remember(limits.noise(schedule(), state, modelOutput), order);
        List<float[]> m = remembered.history().reversed();

        // 2. the integral over rho of each prediction's polynomial
        int usedOrder = usedOrder(index, m.size());
        double[] weights = IntStream.range(0, usedOrder).mapToDouble(k -> weight(index, k, usedOrder)).toArray();

        // 3. x_t / alpha_t = x_s / alpha_s + the sum of weighted predictions
        double from = schedule().alphaT(index);
        double to = schedule().alphaT(index + 1);
        float[] next = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            double sum = x[i] / from;
            for (int k = 0; k < usedOrder; k++)
                sum += weights[k] * m.get(k)[i];
            next[i] = (float) (to * sum);
        }
        return remembered.next(next);
    }

    /** From this level to the next: the polynomial that is 1 at the level k calls ago and 0 at the others. */
    private double weight(int index, int k, int usedOrder) {
        double own = Math.log(sigma(index - k));
        double[] roots = IntStream.range(0, usedOrder)
                .filter(other -> other != k)
                .mapToDouble(other -> Math.log(sigma(index - other)))
                .toArray();
        double divisor = 1;
        for (double root : roots)
            divisor *= own - root;
        return (antiderivative(sigma(index + 1), roots) - antiderivative(sigma(index), roots)) / divisor;
    }

    /** Of the product of (log rho - root) over rho. */
    private static double antiderivative(double rho, double[] roots) {
        double log = Math.log(rho);
        return switch (roots.length) {
            case 0 -> rho;
            case 1 -> rho * (log - 1 - roots[0]);
            default -> rho * (log * log - 2 * log + 2 - (roots[0] + roots[1]) * (log - 1) + roots[0] * roots[1]);
        };
    }

    private int usedOrder(int index, int known) {
        int left = lowerOrderFinal ? size() - index : order;
        return Math.min(known, Math.min(left, order));
    }
}
