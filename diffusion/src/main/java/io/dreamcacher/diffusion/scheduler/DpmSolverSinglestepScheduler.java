package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import java.util.List;

/**
 * DPM-Solver and DPM-Solver++ in groups of up to three calls, each group a step from where it began (Lu et al., arXiv
 * 2206.00927, algorithms 1 and 2, and 2211.01095, algorithm 1), and the stochastic form. Within a group every call goes
 * on from the group's first latents by one order more. Timesteps are always spaced evenly from the last one down.
 */
final class DpmSolverSinglestepScheduler extends Scheduler {
    private final SampleLimits limits;
    private final DpmSolver solver;
    private final DpmSolver.Rule rule;
    private final int order;
    private final boolean eulerAtFinal;

    DpmSolverSinglestepScheduler(SchedulerConfig config, int steps) {
        super(NoiseSchedule.preserving(levels(config, steps), config.predictionType()));
        this.limits = SampleLimits.thresholding(config);
        this.solver = DpmSolver.of(config);
        if (solver == DpmSolver.SDE_DPMSOLVER)
            throw config.invalid("algorithm_type", "dpmsolver, dpmsolver++ or sde-dpmsolver++");
        this.rule = config.choice("solver_type", DpmSolver.Rule.MIDPOINT);
        this.order = config.solverOrder(3);
        this.eulerAtFinal = (config.flag("lower_order_final", false) && size() % order == 0)
                || schedule().sigma(size()) == 0;
    }

    private static Levels levels(SchedulerConfig config, int steps) {
        config.requireNoFlow();
        Respacing respacing = Respacing.of(config);
        return DpmSolver.levels(config, TrainedNoise.of(config, false), TimestepSpacing.LINSPACE, respacing,
                respacing == Respacing.KARRAS ? Math::rint : Math::floor, steps);
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        // 1. the prediction that is integrated: x_0 or the noise, beside the group's others
        float[] newest = solver.prediction(limits, schedule(), state, modelOutput);
        State remembered = state.remember(newest, order);
        int usedOrder = usedOrder(state.index(), remembered.history().size());
        List<float[]> m = remembered.history().reversed();

        // 2. the group's first call and its latents
        int first = state.index() - (usedOrder - 1);
        int end = state.index() + 1;
        float[] x = usedOrder == 1 ? state.latents() : state.kept();
        float[] m0 = m.get(usedOrder - 1);

        // 3. the whole step h in lambda, and where in it the later calls are, as shares r of it
        DpmSolver.Step step = solver.step(schedule(), first, end);
        double r0 = share(first, state.index(), end);
        double r1 = usedOrder > 2 ? share(first, first + 1, end) : 0;

        // 4. derivatives by divided differences, and the step
        float[] next = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            double d0 = m0[i];
            double slope = usedOrder > 1 ? (newest[i] - d0) / r0 : 0;
            next[i] = (float) switch (usedOrder) {
                case 1 -> step.first(x[i], d0);
                case 2 -> step.second(x[i], d0, slope, rule);
                default -> {
                    double early = (m.get(1)[i] - d0) / r1;
                    yield rule == DpmSolver.Rule.HEUN
                            ? step.third(x[i], d0, (r0 * early - r1 * slope) / (r0 - r1),
                                    2 * (slope - early) / (r0 - r1))
                            : step.third(x[i], d0, slope, 0);
                }
            };
        }

        // 5. fresh noise
        return remembered.keep(x, state.sum()).next(solver.drawsNoise() ? step.withNoise(next, noise) : next);
    }

    private double share(int first, int call, int end) {
        double h = schedule().lambda(end) - schedule().lambda(first);
        return (schedule().lambda(call) - schedule().lambda(first)) / h;
    }

    /** 1, 2, 3, 1, 2, 3 and so on; lower where a run began within a group. */
    private int usedOrder(int index, int known) {
        return index == size() - 1 && eulerAtFinal ? 1 : Math.min(known, index % order + 1);
    }
}
