package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The unified predictor-corrector (Zhao et al., arXiv 2302.04867, section 3): every step is predicted from the calls
 * before it (UniP), and once the network has answered at its end, corrected by that answer (UniC), at no further call.
 * Both interpolate predictions at shares r of the step, by weights that fit powers of r.
 */
final class UniPcMultistepScheduler extends Scheduler {
    private static final int HIGHEST_ORDER = 9;

    private final SampleLimits limits;
    private final boolean predictsOriginal;
    private final DpmSolver.Rule type;
    private final int order;
    private final boolean lowerOrderFinal;
    private final Set<Integer> uncorrected;

    UniPcMultistepScheduler(SchedulerConfig config, int steps) {
        super(NoiseSchedule.preserving(levels(config, steps), config.predictionType()));
        this.limits = SampleLimits.thresholding(config);
        this.predictsOriginal = config.flag("predict_x0", true);
        this.type = config.choice("solver_type", DpmSolver.Rule.BH2);
        this.order = config.solverOrder(HIGHEST_ORDER);
        this.lowerOrderFinal = config.flag("lower_order_final", true);
        this.uncorrected = uncorrected(config);
        requireFinite(config);
        if (config.has("solver_p"))
            throw config.invalid("solver_p", "absent (another solver as the predictor is not supported)");
        if (config.has("shift_terminal"))
            throw config.invalid("shift_terminal", "absent (flow matching is not supported)");
    }

    private static Levels levels(SchedulerConfig config, int steps) {
        config.requireNoFlow();
        TrainedNoise trained = TrainedNoise.of(config, true);
        Respacing respacing = Respacing.of(config);
        boolean zero = config.choice("final_sigmas_type", Levels.End.ZERO) == Levels.End.ZERO;
        if (respacing == Respacing.NONE)
            return Levels.intervals(config, trained, config.choice("timestep_spacing", TimestepSpacing.LINSPACE),
                    config.trainTimesteps(), steps).endingAt(zero ? 0 : trained.smallestSigma()).falling();
        double min = config.number("sigma_min", trained.smallestSigma());
        double max = config.number("sigma_max", trained.largestSigma());
        if (!(min > 0 && min < max))
            throw config.invalid("sigma_min", "above 0 and below sigma_max");
        Levels levels = Levels.of(respacing.sigmas(min, max, steps), trained::timestepOf)
                .toldAs(respacing == Respacing.KARRAS ? Math::rint : Math::floor);
        return levels.endingAt(zero ? 0 : levels.lowest()).falling();
    }

    private static Set<Integer> uncorrected(SchedulerConfig config) {
        if (!config.has("disable_corrector"))
            return Set.of();
        double[] steps = config.numbers("disable_corrector");
        if (!DoubleStream.of(steps).allMatch(step -> step >= 0 && step == Math.rint(step)))
            throw config.invalid("disable_corrector", "a list of whole numbers from 0 on");
        return DoubleStream.of(steps).mapToObj(step -> (int) step).collect(Collectors.toSet());
    }

    /** At a final level of zero lambda is infinite, which only a first-order step by B(h) = exp(h) - 1 to x0 survives. */
    private void requireFinite(SchedulerConfig config) {
        if (schedule().sigma(size()) > 0)
            return;
        if (!predictsOriginal)
            throw config.invalid("predict_x0", "true where final_sigmas_type is zero");
        if (type == DpmSolver.Rule.BH1)
            throw config.invalid("solver_type", "bh2 where final_sigmas_type is zero");
        if (!lowerOrderFinal && order > 1)
            throw config.invalid("lower_order_final", "true where final_sigmas_type is zero");
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        int index = state.index();
        List<float[]> before = state.history().reversed();

        // 1. the prediction at the end of the step before
        float[] newest = predictsOriginal
                ? limits.original(schedule(), state, modelOutput)
                : schedule().noise(state, modelOutput);

        // 2. UniC: that step once more from its beginning, with this prediction as one more point, at r = 1
        boolean corrects = !before.isEmpty() && !uncorrected.contains(index - 1);
        float[] x = corrects
                ? advance(state.kept(), index - 1, points(index - 1, before).with(newest))
                : state.latents();

        // 3. UniP: the step from here on
        State remembered = state.remember(newest, order);
        Points points = points(index, remembered.history().reversed());
        return remembered.keep(x, state.sum()).next(advance(x, index, points));
    }

    /** The step of a call from its latents, by the predictions at some points. */
    private float[] advance(float[] x, int index, Points points) {
        NoiseSchedule at = schedule();
        double h = at.lambda(index + 1) - at.lambda(index);
        double z = predictsOriginal ? -h : h;
        double growth = Math.expm1(z);
        double bh = type == DpmSolver.Rule.BH1 ? z : growth;
        double[] weights = points.weights(z, bh);
        double ratio = predictsOriginal
                ? at.sigmaT(index + 1) / at.sigmaT(index)
                : at.alphaT(index + 1) / at.alphaT(index);
        double scale = predictsOriginal ? at.alphaT(index + 1) : at.sigmaT(index + 1);
        float[] next = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            double first = points.first()[i];
            double sum = 0;
            for (int k = 0; k < weights.length; k++)
                sum += weights[k] * (points.others().get(k)[i] - first) / points.shares()[k];
            next[i] = (float) (ratio * x[i] - scale * (growth * first + bh * sum));
        }
        return next;
    }

    /** The predictions that a step of a call may use, newest first. */
    private Points points(int index, List<float[]> predictions) {
        int left = lowerOrderFinal ? size() - index : order;
        int used = schedule().standsStill(index) ? 1 : Math.min(predictions.size(), Math.min(left, order));
        double h = schedule().lambda(index + 1) - schedule().lambda(index);
        double[] shares = new double[used - 1];
        for (int k = 1; k < used; k++)
            shares[k - 1] = (schedule().lambda(index - k) - schedule().lambda(index)) / h;
        return new Points(predictions.getFirst(), predictions.subList(1, used), shares);
    }

    /**
     * Predictions along a step.
     *
     * @param first
     *            at its beginning
     * @param others
     *            elsewhere
     * @param shares
     *            where the others are: 0 is the beginning of the step, 1 its end
     */
    @SuppressWarnings("ArrayRecordComponent") // made and read in one step
    private record Points(float[] first, List<float[]> others, double[] shares) {

        Points with(float[] atTheEnd) {
            List<float[]> more = new ArrayList<>(others);
            more.add(atTheEnd);
            return new Points(first, more, DoubleStream.concat(DoubleStream.of(shares), DoubleStream.of(1)).toArray());
        }

        /**
         * Those that sum r^(i-1) to i! phi_(i+1)(z) z / B(h) for i = 1 to their number, by Björck and Pereyra's solution
         * of a Vandermonde system; for one point a half, which is as good and what the reference takes.
         */
        double[] weights(double z, double bh) {
            int count = shares.length;
            if (count < 2)
                return count == 0 ? new double[0] : new double[]{0.5};
            double[] solved = new double[count];
            double phi = Math.expm1(z) / z - 1;
            double factorial = 1;
            for (int i = 0; i < count; i++) {
                solved[i] = phi * factorial / bh;
                factorial *= i + 2;
                phi = phi / z - 1 / factorial;
            }
            for (int k = 0; k < count - 1; k++) {
                for (int i = count - 1; i > k; i--)
                    solved[i] -= shares[k] * solved[i - 1];
            }
            for (int k = count - 2; k >= 0; k--) {
                for (int i = k + 1; i < count; i++)
                    solved[i] /= shares[i] - shares[i - k - 1];
                for (int i = k; i < count - 1; i++)
                    solved[i] -= solved[i + 1];
            }
            return solved;
        }
    }
}
