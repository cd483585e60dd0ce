package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.diffusion.scheduler.LambdaSchedule.Trait;
import java.util.EnumSet;
import java.util.List;

/**
 * DPM-Solver and DPM-Solver++ with the predictions of up to three calls (Lu et al., arXiv 2206.00927 and 2211.01095,
 * algorithm 2; as DPM-Solver++(2M) the usual choice for guided images), and their stochastic forms.
 */
public final class DpmSolverMultistepScheduler extends LambdaScheduler {
    /** Below so many steps the last ones are of lower order, for stability. */
    static final int FEW_STEPS = 15;

    private final DpmVariant variant;
    private final SolverType type;
    private final int order;
    private final boolean lowerOrderFinal;
    private final boolean eulerAtFinal;

    DpmSolverMultistepScheduler(SchedulerConfig config, int steps) {
        super(config, LambdaSchedule.of(config, steps, EnumSet.of(Trait.SPACING, Trait.LAMBDA_CLIPPING,
                Trait.ZERO_SIGNAL, Trait.LU_LAMBDAS, Trait.FINAL_SIGMA)));
        this.variant = DpmVariant.of(config);
        this.type = config.choice("solver_type", SolverType.MIDPOINT);
        this.order = solverOrder(config, variant == DpmVariant.SDE_DPMSOLVER ? 2 : 3);
        this.lowerOrderFinal = config.flag("lower_order_final", true) && size() < FEW_STEPS;
        this.eulerAtFinal = config.flag("euler_at_final", false) || schedule().sigma(size()) == 0;
    }

    @Override
    public SchedulerState step(SchedulerState state, float[] modelOutput, NoiseSource noise) {
        float[] x = state.latents();
        int index = state.index();

        // 1. the prediction that is integrated: x_0 or the noise, beside those before it
        float[] m0 = variant.predictsOriginal() ? original(state, modelOutput) : limitedNoise(state, modelOutput);
        SchedulerState remembered = state.remember(m0, order);
        List<float[]> m = remembered.history().reversed();

        // 2. the step h in lambda and the ones before it, as shares r of it
        DpmWeights weights = DpmWeights.of(variant, schedule(), index, index + 1);
        int usedOrder = usedOrder(index, m.size());
        double r0 = usedOrder > 1 ? share(index, index - 1) : 0;
        double r1 = usedOrder > 2 ? share(index, index - 2) - r0 : 0;

        // 3. derivatives by divided differences, and the step
        float[] next = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            double d0 = m0[i];
            double d1 = usedOrder > 1 ? (d0 - m.get(1)[i]) / r0 : 0;
            next[i] = (float) switch (usedOrder) {
                case 1 -> weights.step(x[i], d0);
                case 2 -> weights.step(x[i], d0, d1, type);
                default -> {
                    double change = d1 - (m.get(1)[i] - m.get(2)[i]) / r1;
                    yield weights.step(x[i], d0, d1 + r0 / (r0 + r1) * change, change / (r0 + r1));
                }
            };
        }

        // 4. fresh noise
        return remembered.next(variant.drawsNoise() ? weights.withNoise(next, noise) : next);
    }

    /** From an earlier call to this one, as a share of the step. */
    private double share(int index, int earlier) {
        double h = schedule().lambda(index + 1) - schedule().lambda(index);
        return (schedule().lambda(index) - schedule().lambda(earlier)) / h;
    }

    private int usedOrder(int index, int known) {
        boolean last = index == size() - 1;
        if ((last && (lowerOrderFinal || eulerAtFinal)) || schedule().standsStill(index))
            return 1;
        boolean lastButOne = index == size() - 2;
        return Math.min(known, lastButOne && lowerOrderFinal ? 2 : order);
    }
}
