package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.diffusion.scheduler.LambdaSchedule.Trait;
import java.util.EnumSet;
import java.util.List;

/**
 * DPM-Solver and DPM-Solver++ in groups of up to three calls, each group a step from where it began (Lu et al., arXiv
 * 2206.00927, algorithms 1 and 2, and 2211.01095, algorithm 1), and the stochastic form. Within a group every call goes
 * on from the group's first latents by one order more. Timesteps are always spaced evenly from the last one down.
 */
public final class DpmSolverSinglestepScheduler extends LambdaScheduler {
    private final DpmVariant variant;
    private final SolverType type;
    private final int order;
    private final boolean eulerAtFinal;

    DpmSolverSinglestepScheduler(SchedulerConfig config, int steps) {
        super(config, LambdaSchedule.of(config, steps, EnumSet.of(Trait.LAMBDA_CLIPPING, Trait.FINAL_SIGMA)));
        this.variant = DpmVariant.of(config);
        if (variant == DpmVariant.SDE_DPMSOLVER)
            throw config.invalid("algorithm_type", "dpmsolver, dpmsolver++ or sde-dpmsolver++");
        this.type = config.choice("solver_type", SolverType.MIDPOINT);
        this.order = solverOrder(config, 3);
        this.eulerAtFinal = (config.flag("lower_order_final", false) && size() % order == 0)
                || schedule().sigma(size()) == 0;
    }

    @Override
    public SchedulerState step(SchedulerState state, float[] modelOutput, NoiseSource noise) {
        // 1. the prediction that is integrated: x_0 or the noise, beside the group's others
        float[] newest = variant.predictsOriginal() ? original(state, modelOutput) : limitedNoise(state, modelOutput);
        SchedulerState remembered = state.remember(newest, order);
        int usedOrder = usedOrder(state.index(), remembered.history().size());
        List<float[]> m = remembered.history().reversed();

        // 2. the group's first call and its latents
        int first = state.index() - (usedOrder - 1);
        int end = state.index() + 1;
        float[] x = usedOrder == 1 ? state.latents() : state.kept();
        float[] m0 = m.get(usedOrder - 1);

        // 3. the whole step h in lambda, and where in it the later calls are, as shares r of it
        DpmWeights weights = DpmWeights.of(variant, schedule(), first, end);
        double r0 = share(first, state.index(), end);
        double r1 = usedOrder > 2 ? share(first, first + 1, end) : 0;

        // 4. derivatives by divided differences, and the step
        float[] next = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            double d0 = m0[i];
            double slope = usedOrder > 1 ? (newest[i] - d0) / r0 : 0;
            next[i] = (float) switch (usedOrder) {
                case 1 -> weights.step(x[i], d0);
                case 2 -> weights.step(x[i], d0, slope, type);
                default -> {
                    double early = (m.get(1)[i] - d0) / r1;
                    yield type == SolverType.HEUN
                            ? weights.step(x[i], d0, (r0 * early - r1 * slope) / (r0 - r1),
                                    2 * (slope - early) / (r0 - r1))
                            : weights.step(x[i], d0, slope, 0);
                }
            };
        }

        // 5. fresh noise
        return remembered.keep(x, state.sum()).next(variant.drawsNoise() ? weights.withNoise(next, noise) : next);
    }

    private double share(int first, int call, int end) {
        double h = schedule().lambda(end) - schedule().lambda(first);
        return (schedule().lambda(call) - schedule().lambda(first)) / h;
    }

    /** 1, 2, 3, 1, 2, 3 and so on; lower where a walk began within a group. */
    private int usedOrder(int index, int known) {
        return index == size() - 1 && eulerAtFinal ? 1 : Math.min(known, index % order + 1);
    }
}
