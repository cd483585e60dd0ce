package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.diffusion.scheduler.Scheduler.State;
import java.util.function.DoubleUnaryOperator;

/**
 * The equations that DPM-Solver solves, in lambda, half the logarithm of signal over noise; spelt as in
 * {@code algorithm_type}. What its two schedulers have in common.
 */
enum DpmSolver {
    /** The probability flow, by predicted noise (Lu et al., arXiv 2206.00927). */
    DPMSOLVER("dpmsolver"),
    /** The probability flow, by predicted x0 (Lu et al., arXiv 2211.01095). */
    DPMSOLVER_PLUS_PLUS("dpmsolver++"),
    /** The reverse diffusion with its noise, by predicted noise (arXiv 2211.01095, appendix A). */
    SDE_DPMSOLVER("sde-dpmsolver"),
    /** The reverse diffusion with its noise, by predicted x0 (arXiv 2211.01095, section 5). */
    SDE_DPMSOLVER_PLUS_PLUS("sde-dpmsolver++"),
    /** Another algorithm's name, which DPM-Solver takes for its default. */
    DEIS("deis");

    /** How a step of second order weighs its slope. */
    enum Rule {
        /** The exponential midpoint rule. */
        MIDPOINT,
        /** The exponential Heun rule. */
        HEUN,
        /** Another algorithm's, which DPM-Solver takes for its default, so that a configuration serves them all. */
        LOGRHO, BH1, BH2
    }

    private final String spelling;

    DpmSolver(String spelling) {
        this.spelling = spelling;
    }

    /** What a configuration asks of one of the two DPM-Solvers. */
    static DpmSolver of(SchedulerConfig config) {
        config.requireNot("variance_type", "learned", "learned_range");
        DpmSolver solver = config.choice("algorithm_type", DPMSOLVER_PLUS_PLUS);
        if (solver == DEIS)
            return DPMSOLVER_PLUS_PLUS;
        if (!solver.predictsOriginal() && config.choice("final_sigmas_type", Levels.End.ZERO) == Levels.End.ZERO)
            throw config.invalid("final_sigmas_type", "sigma_min where algorithm_type is " + solver);
        return solver;
    }

    /**
     * The levels of a run: those of intervals of timesteps, without the noisiest where {@code lambda_min_clipped} says so,
     * or others that are told as timesteps made whole by {@code whole}.
     */
    static Levels levels(SchedulerConfig config, TrainedNoise trained, TimestepSpacing spacing, Respacing respacing,
            DoubleUnaryOperator whole, int steps) {
        double end = config.choice("final_sigmas_type", Levels.End.ZERO) == Levels.End.ZERO
                ? 0
                : trained.smallestSigma();
        if (respacing != Respacing.NONE) {
            double[] sigmas = respacing.sigmas(trained.smallestSigma(), trained.largestSigma(), steps);
            return Levels.of(sigmas, trained::timestepOf).toldAs(whole).endingAt(end).falling();
        }
        int usable = config.trainTimesteps() - trained.countNoisierThan(
                config.numberOrInfinite("lambda_min_clipped", Double.NEGATIVE_INFINITY));
        if (usable == 0)
            throw config.invalid("lambda_min_clipped", "so low that timesteps are left");
        return Levels.intervals(config, trained, spacing, usable, steps).endingAt(end).falling();
    }

    /** Whether x0 is predicted along the way; else the noise. */
    boolean predictsOriginal() {
        return this == DPMSOLVER_PLUS_PLUS || this == SDE_DPMSOLVER_PLUS_PLUS;
    }

    /** Whether every step mixes in fresh noise. */
    boolean drawsNoise() {
        return this == SDE_DPMSOLVER || this == SDE_DPMSOLVER_PLUS_PLUS;
    }

    /** The prediction that is integrated, x0 or the noise, such that x0 is within limits. */
    float[] prediction(SampleLimits limits, NoiseSchedule schedule, State state, float[] modelOutput) {
        return predictsOriginal()
                ? limits.original(schedule, state, modelOutput)
                : limits.noise(schedule, state, modelOutput);
    }

    /** What a step from one call's level to another's multiplies. */
    Step step(NoiseSchedule schedule, int from, int to) {
        double h = schedule.lambda(to) - schedule.lambda(from);
        double signal = schedule.alphaT(to);
        double noise = schedule.sigmaT(to);
        double signalRatio = signal / schedule.alphaT(from);
        double noiseRatio = noise / schedule.sigmaT(from);
        return switch (this) {
            case DPMSOLVER -> Step.of(signalRatio, noise, h, 0);
            case DPMSOLVER_PLUS_PLUS, DEIS -> Step.of(noiseRatio, signal, -h, 0);
            case SDE_DPMSOLVER -> Step.of(signalRatio, 2 * noise, h, noise * Math.sqrt(Math.expm1(2 * h)));
            case SDE_DPMSOLVER_PLUS_PLUS -> {
                Step step = Step.of(noiseRatio * Math.exp(-h), signal, -2 * h,
                        noise * Math.sqrt(-Math.expm1(-2 * h)));
                // diffusers subtracts 1/2 where the integral adds it; its images are the measure
                yield new Step(step.sample, step.d0, step.d1, step.d2 - signal, step.noise);
            }
        };
    }

    @Override
    public String toString() {
        return spelling;
    }

    /**
     * What a step multiplies: the latents, the prediction D0, its first and second derivative over the step D1 and D2, and
     * fresh noise. With h the step in lambda, z = -h, h, -2h or h by variant and phi_1(z) = exp(z) - 1, they are the exact
     * integrals over the step (arXiv 2206.00927, section 3.2; 2211.01095, section 4 and appendix B).
     *
     * @param sample
     *            of the latents
     * @param d0
     *            of the prediction
     * @param d1
     *            of its first derivative
     * @param d2
     *            of its second; only where the step is finite
     * @param noise
     *            of fresh noise; 0 for none
     */
    record Step(double sample, double d0, double d1, double d2, double noise) {

        private static Step of(double sample, double scale, double z, double noise) {
            double phi = Math.expm1(z);
            return new Step(sample, -scale * phi, -scale * (phi / z - 1), -scale * ((phi - z) / (z * z) - 0.5), noise);
        }

        /** First order. */
        double first(double x, double prediction) {
            return sample * x + d0 * prediction;
        }

        /** Second order. */
        double second(double x, double prediction, double slope, Rule rule) {
            return first(x, prediction) + (rule == Rule.HEUN ? d1 : d0 / 2) * slope;
        }

        /** Third order. */
        double third(double x, double prediction, double slope, double curvature) {
            return first(x, prediction) + d1 * slope + d2 * curvature;
        }

        /** The latents with their share of fresh noise, in place. */
        float[] withNoise(float[] latents, NoiseSource source) {
            float[] drawn = source.randn(latents.length);
            for (int i = 0; i < latents.length; i++)
                latents[i] += (float) (noise * drawn[i]);
            return latents;
        }
    }
}
