package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import java.util.List;

/**
 * DPM-Solver and DPM-Solver++ with the predictions of up to three calls (Lu et al., arXiv 2206.00927 and 2211.01095,
 * algorithm 2; as DPM-Solver++(2M) the usual choice for guided images), and their stochastic forms.
 */
final class DpmSolverMultistepScheduler extends Scheduler {
    /** Below so many steps the last ones are of lower order, for stability. */
    static final int FEW_STEPS = 15;

    private final SampleLimits limits;
    private final DpmSolver solver;
    private final DpmSolver.Rule rule;
    private final int order;
    private final boolean lowerOrderFinal;
    private final boolean eulerAtFinal;

    DpmSolverMultistepScheduler(SchedulerConfig config, int steps) {
        super(NoiseSchedule.preserving(levels(config, steps), config.predictionType()));
        this.limits = SampleLimits.thresholding(config);
        this.solver = DpmSolver.of(config);
        this.rule = config.choice("solver_type", DpmSolver.Rule.MIDPOINT);
        this.order = config.solverOrder(solver == DpmSolver.SDE_DPMSOLVER ? 2 : 3);
        this.lowerOrderFinal = config.flag("lower_order_final", true) && size() < FEW_STEPS;
        this.eulerAtFinal = config.flag("euler_at_final", false) || schedule().sigma(size()) == 0;
    }

    private static Levels levels(SchedulerConfig config, int steps) {
        config.requireNoFlow();
        TrainedNoise trained = TrainedNoise.of(config, true);
        Respacing named = Respacing.of(config);
        boolean lu = config.flag("use_lu_lambdas", false) && named != Respacing.KARRAS;
        Respacing respacing = lu ? Respacing.LAMBDA : named;
        boolean rounds = (respacing == Respacing.KARRAS || respacing == Respacing.LAMBDA)
                && !TrainedNoise.isCosine(config);
        return DpmSolver.levels(config, trained, config.choice("timestep_spacing", TimestepSpacing.LINSPACE), respacing,
                rounds ? Math::rint : Math::floor, steps);
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        float[] x = state.latents();
        int index = state.index();

        // 1. the prediction that is integrated: x_0 or the noise, beside those before it
        float[] m0 = solver.prediction(limits, schedule(), state, modelOutput);
        State remembered = state.remember(m0, order);
        List<float[]> m = remembered.history().reversed();

        // 2. the step h in lambda and the ones before it, as shares r of it
        DpmSolver.Step step = solver.step(schedule(), index, index + 1);
        int usedOrder = usedOrder(index, m.size());
        double r0 = usedOrder > 1 ? share(index, index - 1) : 0;
        double r1 = usedOrder > 2 ? share(index, index - 2) - r0 : 0;

        // 3. derivatives by divided differences, and the step
        float[] next = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            double d0 = m0[i];
            double d1 = usedOrder > 1 ? (d0 - m.get(1)[i]) / r0 : 0;
            next[i] = (float) switch (usedOrder) {
                case 1 -> step.first(x[i], d0);
                case 2 -> step.second(x[i], d0, d1, rule);
                default -> {
                    double change = d1 - (m.get(1)[i] - m.get(2)[i]) / r1;
                    yield step.third(x[i], d0, d1 + r0 / (r0 + r1) * change, change / (r0 + r1));
                }
            };
        }

        // 4. fresh noise
        return remembered.next(solver.drawsNoise() ? step.withNoise(next, noise) : next);
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
