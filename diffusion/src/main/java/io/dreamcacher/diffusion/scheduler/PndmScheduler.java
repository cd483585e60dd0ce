package io.dreamcacher.diffusion.scheduler;

import io.dreamcacher.diffusion.noise.NoiseSource;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pseudo numerical methods for diffusion models (Liu et al., arXiv 2202.09778): linear multistep (PLMS), begun by
 * Runge-Kutta (PRK) or, with {@code skip_prk_steps} as in Stable Diffusion, by asking twice at the second timestep.
 */
final class PndmScheduler extends Scheduler {
    private static final int ORDER = 4;
    /** Adams-Bashforth by number of known outputs, newest first (formula 12). */
    private static final double[][] MULTISTEP = {{1}, {3 / 2.0, -1 / 2.0}, {23 / 12.0, -16 / 12.0, 5 / 12.0},
            {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}};
    private static final double[] RUNGE_KUTTA = {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0};

    private final TrainedNoise trained;
    private final int steps;
    private final int rungeKuttaCalls;
    private final int stride;

    PndmScheduler(SchedulerConfig config, int steps) {
        this(config, TrainedNoise.of(config, false), steps);
    }

    private PndmScheduler(SchedulerConfig config, TrainedNoise trained, int steps) {
        super(NoiseSchedule.atTimesteps(config, trained, timesteps(config, steps),
                config.flag("set_alpha_to_one", false) ? 1 : trained.alpha(0)));
        config.noisePredictionType();
        this.trained = trained;
        this.steps = steps;
        this.stride = trained.size() / steps;
        this.rungeKuttaCalls = skipsRungeKutta(config) ? 0 : (ORDER - 1) * 4;
    }

    private static boolean skipsRungeKutta(SchedulerConfig config) {
        return config.flag("skip_prk_steps", false);
    }

    private static int[] timesteps(SchedulerConfig config, int steps) {
        int[] spaced = config.choice("timestep_spacing", TimestepSpacing.LEADING).wholeTimesteps(config, steps);
        if (skipsRungeKutta(config))
            return withSecondTwice(spaced);
        if (steps < ORDER)
            throw config.invalid("skip_prk_steps", "true for fewer than 4 steps");
        return withRungeKutta(spaced, config.trainTimesteps() / steps / 2);
    }

    private static int[] withSecondTwice(int[] spaced) {
        if (spaced.length == 1)
            return spaced;
        return IntStream.concat(IntStream.of(spaced[0], spaced[1]), IntStream.of(spaced).skip(1)).toArray();
    }

    /** Three steps of four calls each: at its beginning, twice in the middle, at its end. */
    private static int[] withRungeKutta(int[] spaced, int half) {
        IntStream rungeKutta = IntStream.range(0, ORDER - 1)
                .flatMap(i -> IntStream.of(spaced[i], spaced[i + 1] + half, spaced[i + 1] + half, spaced[i + 1]));
        return IntStream.concat(rungeKutta, IntStream.of(spaced).skip(ORDER - 1)).toArray();
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public State step(State state, float[] modelOutput, NoiseSource noise) {
        state.requireLength(modelOutput, "The model output");
        return state.calls() < rungeKuttaCalls ? rungeKutta(state, modelOutput) : multistep(state, modelOutput);
    }

    /** Formula 13: four calls make one step; each moves the sample kept at the first. */
    private State rungeKutta(State state, float[] modelOutput) {
        // 1. the first call's output enters the history, and its sample is where all four start
        int stage = state.calls() % 4;
        State kept = stage == 0
                ? state.remember(modelOutput, ORDER).keep(state.latents(), new float[modelOutput.length])
                : state;

        // 2. e' = (e_1 + 2 e_2 + 2 e_3 + e_4) / 6 so far
        float[] sum = weighted(new double[]{1, RUNGE_KUTTA[stage]}, List.of(kept.sum(), modelOutput));

        // 3. half a step with e_1 and e_2, a whole one with e_3 and with e'
        int t = schedule().wholeTimestep(state.index() - stage);
        int previous = schedule().wholeTimestep(state.index()) - (stage % 2 == 0 ? stride / 2 : 0);
        float[] moved = transfer(kept.kept(), stage == 3 ? sum : modelOutput, t, previous);
        return kept.keep(kept.kept(), sum).next(moved);
    }

    /** Formula 12, and for want of history at first an averaged step that goes back to where the first began. */
    private State multistep(State state, float[] modelOutput) {
        int t = schedule().wholeTimestep(state.index());

        // 1. the second call asks at the end of the first step and repeats that step with the mean of both
        if (state.calls() == 1) {
            float[] mean = weighted(new double[]{0.5, 0.5}, List.of(modelOutput, state.history().getLast()));
            return state.next(transfer(state.kept(), mean, t + stride, t));
        }

        // 2. e' from the last outputs, as many as there are
        State remembered = state.remember(modelOutput, ORDER);
        List<float[]> newestFirst = remembered.history().reversed();
        float[] combined = weighted(MULTISTEP[newestFirst.size() - 1], newestFirst);

        // 3. x_(t - delta)
        State kept = state.calls() == 0 ? remembered.keep(state.latents(), state.sum()) : remembered;
        return kept.next(transfer(state.latents(), combined, t, t - stride));
    }

    /** phi(x_t, e_t, t, t - delta), formula 11. */
    private float[] transfer(float[] sample, float[] output, int t, int previous) {
        double alpha = alpha(t);
        double alphaPrev = alpha(previous);
        double sampleWeight = Math.sqrt(alphaPrev / alpha);
        double denominator = alpha * Math.sqrt(1 - alphaPrev) + Math.sqrt(alpha * (1 - alpha) * alphaPrev);
        float[] transferred = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            double epsilon = schedule().noise(output[i], sample[i], alpha);
            transferred[i] = (float) (sampleWeight * sample[i] - (alphaPrev - alpha) * epsilon / denominator);
        }
        return transferred;
    }

    /** Of a timestep, which need not be one that the network is asked at. */
    private double alpha(int t) {
        return t < 0 ? schedule().alpha(size()) : trained.alpha(Math.min(t, trained.size() - 1));
    }

    private static float[] weighted(double[] weights, List<float[]> outputs) {
        float[] combined = new float[outputs.getFirst().length];
        for (int i = 0; i < combined.length; i++) {
            double value = 0;
            for (int k = 0; k < weights.length; k++)
                value += weights[k] * outputs.get(k)[i];
            combined[i] = (float) value;
        }
        return combined;
    }
}
