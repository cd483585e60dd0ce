package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The levels of a run while an algorithm lays them out from its configuration: so many noise levels, the timesteps they
 * are told as, and the level the run ends at. Every method returns other levels. Immutable; {@link NoiseSchedule} is what
 * comes of them.
 */
final class Levels {
    /** Where a run ends. */
    enum End {
        /** Without noise. */
        ZERO,
        /** At the lowest level of training. */
        SIGMA_MIN
    }

    private final double[] timesteps;
    /** One more than timesteps, the last being the end. */
    private final double[] sigmas;
    private final DoubleUnaryOperator timestepOf;
    private final boolean leading;

    private Levels(double[] timesteps, double[] sigmas, DoubleUnaryOperator timestepOf, boolean leading) {
        this.timesteps = timesteps;
        this.sigmas = sigmas;
        this.timestepOf = timestepOf;
        this.leading = leading;
    }

    /** Levels of so many spaced timesteps, which may have fractions, and zero at the end. */
    static Levels spaced(SchedulerConfig config, TrainedNoise trained, int steps) {
        TimestepSpacing spacing = config.choice("timestep_spacing", TimestepSpacing.LINSPACE);
        double[] timesteps = spacing.timesteps(config, steps);
        double[] sigmas = Arrays.stream(timesteps).map(trained::sigmaAt).toArray();
        return new Levels(timesteps, Arrays.copyOf(sigmas, steps + 1), trained::timestepOf,
                spacing == TimestepSpacing.LEADING);
    }

    /** Levels at the noisier ends of so many intervals of timesteps, and zero at the end. */
    static Levels intervals(SchedulerConfig config, TrainedNoise trained, TimestepSpacing spacing, int usable,
            int steps) {
        int[] timesteps = spacing.intervals(config, steps, usable);
        double[] sigmas = Arrays.stream(timesteps).mapToDouble(trained::sigma).toArray();
        return new Levels(Arrays.stream(timesteps).asDoubleStream().toArray(),
                Arrays.copyOf(sigmas, sigmas.length + 1), trained::timestepOf, false);
    }

    /** Given levels, falling, and zero at the end. */
    static Levels of(double[] sigmas, DoubleUnaryOperator timestepOf) {
        return new Levels(Arrays.stream(sigmas).map(timestepOf).toArray(), Arrays.copyOf(sigmas, sigmas.length + 1),
                timestepOf, false);
    }

    /** Begun with as much noise as the first level has, and the signal beside it. */
    Levels fromSignalAndNoise() {
        return new Levels(timesteps, sigmas, timestepOf, true);
    }

    /** With Karras, exponential or beta levels between the same ends, if the configuration says so. */
    Levels respaced(SchedulerConfig config) {
        return respaced(Respacing.of(config), lowest(), sigmas[0]);
    }

    /** As many levels spaced otherwise between two others, and zero at the end. */
    Levels respaced(Respacing respacing, double min, double max) {
        if (respacing == Respacing.NONE)
            return this;
        Levels respaced = of(respacing.sigmas(min, max, size()), timestepOf);
        return leading ? respaced.fromSignalAndNoise() : respaced;
    }

    /** As above; Karras levels, and only those, are told to the network at whole timesteps. */
    Levels respacedWithWholeKarras(SchedulerConfig config) {
        Levels respaced = respaced(config);
        return Respacing.of(config) == Respacing.KARRAS ? respaced.toldAs(Math::rint) : respaced;
    }

    /** With the same levels told as other timesteps. */
    Levels toldAs(DoubleUnaryOperator change) {
        return new Levels(Arrays.stream(timesteps).map(change).toArray(), sigmas, timestepOf, leading);
    }

    /** With the same levels told as other timesteps, which are made of the levels. */
    Levels toldBy(DoubleUnaryOperator other) {
        return new Levels(Arrays.stream(sigmas).limit(size()).map(other).toArray(), sigmas, timestepOf, leading);
    }

    /** The same timesteps at other levels, of which there may be more than are walked, and zero behind them. */
    Levels withSigmas(double[] others) {
        return new Levels(timesteps, Arrays.copyOf(others, others.length + 1), timestepOf, leading);
    }

    /** With another level behind all others. */
    Levels endingAt(double sigma) {
        double[] ended = sigmas.clone();
        ended[ended.length - 1] = sigma;
        return new Levels(timesteps, ended, timestepOf, leading);
    }

    /** Every step but the last as two calls, the second at the step's end. */
    Levels withEndsTwice() {
        int calls = 2 * size() - 1;
        return new Levels(IntStream.range(0, calls).mapToDouble(i -> timesteps[(i + 1) / 2]).toArray(),
                IntStream.rangeClosed(0, calls).mapToDouble(i -> sigmas[(i + 1) / 2]).toArray(), timestepOf, leading);
    }

    /** Every step but the last as two calls, the second at a level made of those at the step's ends. */
    Levels withSecondCalls(DoubleBinaryOperator level) {
        double[] callTimesteps = new double[2 * size() - 1];
        double[] callSigmas = new double[2 * size()];
        for (int step = 0; step < size(); step++) {
            callTimesteps[2 * step] = timesteps[step];
            callSigmas[2 * step] = sigmas[step];
            if (step + 1 < size()) {
                callSigmas[2 * step + 1] = level.applyAsDouble(sigmas[step], sigmas[step + 1]);
                callTimesteps[2 * step + 1] = timestepOf.applyAsDouble(callSigmas[2 * step + 1]);
            }
        }
        return new Levels(callTimesteps, callSigmas, timestepOf, leading);
    }

    /**
     * These, if each call has less noise than the one before.
     *
     * @throws DreamCacherException
     *             {@code BAD_REQUEST} if there are more steps than levels
     */
    Levels falling() {
        for (int i = 1; i < size(); i++) {
            if (!((float) sigmas[i] < (float) sigmas[i - 1]))
                throw DreamCacherException.badRequest(("Every step must have a noise level of its own; found %d steps, "
                        + "of which %d and %d are both at timestep %d. Take fewer steps.")
                        .formatted(size(), i, i + 1, (int) timesteps[i]));
        }
        return this;
    }

    int size() {
        return timesteps.length;
    }

    /** The lowest level before the end. */
    double lowest() {
        return sigmas[sigmas.length - 2];
    }

    /** The first level. */
    double highest() {
        return sigmas[0];
    }

    /** What each call is told; not a copy. */
    double[] timesteps() {
        return timesteps;
    }

    /** Noise over signal at each call and at the end; not a copy. */
    double[] sigmas() {
        return sigmas;
    }

    /** Whether a run begins with as much noise as the first level has and the signal beside it, or with noise alone. */
    boolean leading() {
        return leading;
    }
}
