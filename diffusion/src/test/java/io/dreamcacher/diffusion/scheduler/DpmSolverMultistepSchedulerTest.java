package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpmSolverMultistepSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.DPM_MULTISTEP;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "\"solver_order\": 4; solver_order; a whole number of 1 to 3; 4",
            "\"solver_order\": 1.5; solver_order; a whole number of 1 to 3; 1.5",
            "\"solver_order\": 3, \"algorithm_type\": \"sde-dpmsolver\", \"final_sigmas_type\": \"sigma_min\"; "
                    + "solver_order; a whole number of 1 to 2; 3",
            "\"algorithm_type\": \"ddim\"; algorithm_type; "
                    + "one of dpmsolver, dpmsolver++, sde-dpmsolver, sde-dpmsolver++, deis; \"ddim\"",
            "\"algorithm_type\": \"dpmsolver\"; final_sigmas_type; sigma_min where algorithm_type is dpmsolver; nothing",
            "\"solver_type\": \"rk4\"; solver_type; one of midpoint, heun, logrho, bh1, bh2; \"rk4\"",
            "\"final_sigmas_type\": \"one\"; final_sigmas_type; one of zero, sigma_min; \"one\"",
            "\"use_flow_sigmas\": true; use_flow_sigmas; false (flow matching is not supported); true",
            "\"use_dynamic_shifting\": true; use_dynamic_shifting; false (flow matching is not supported); true",
            "\"variance_type\": \"learned_range\"; variance_type; "
                    + "other than learned, learned_range (not supported); \"learned_range\"",
            "\"lambda_min_clipped\": 9; lambda_min_clipped; so low that timesteps are left; 9",
            "\"use_karras_sigmas\": true, \"use_beta_sigmas\": true; use_karras_sigmas; the only one of "
                    + "use_karras_sigmas, use_exponential_sigmas and use_beta_sigmas that is true; true",
            "\"dynamic_thresholding_ratio\": 2; dynamic_thresholding_ratio; above 0 and at most 1; 2"})
    void config_valueThatCannotBe_isNamedWithWhatMustHold(String keys, String key, String mustBe, String found) {
        assertThatThrownBy(() -> config(keys))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                .hasMessage("%s in scheduler_config.json must be %s for DPMSolverMultistepScheduler; found %s. "
                        + "Choose another scheduler or correct the file.", key, mustBe, found);
    }

    @ParameterizedTest
    @CsvSource({"leading, 1000, 1, 2, 1", "linspace, 1000, 500, 501, 500"})
    void scheduler_twoStepsAtOneLevel_areRefused(String spacing, int steps, int first, int second, int timestep) {
        assertThatThrownBy(() -> config("\"timestep_spacing\": \"%s\"".formatted(spacing)).scheduler(steps))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessage(
                        "Every step must have a noise level of its own; found %d steps, of which %d and %d are both "
                                + "at timestep %d. Take fewer steps.",
                        steps, first, second, timestep);
    }

    @Test
    void timestep_clippedLambda_beginsLater() {
        Scheduler whole = config("\"timestep_spacing\": \"trailing\", \"lambda_min_clipped\": -100").scheduler(10);
        Scheduler clipped = config("\"timestep_spacing\": \"trailing\", \"lambda_min_clipped\": -1").scheduler(10);
        assertThat(whole.timestep(0)).isEqualTo(999);
        assertThat(Math.log(clipped.sigma(0))).isBetween(0.99, 1.0);
        assertThat(clipped.size()).isLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sde-dpmsolver", "sde-dpmsolver++"})
    void step_stochasticForm_drawsOnceAStepAndScattersMoreTheMoreNoiseIsLeft(String algorithm) {
        Scheduler scheduler = config("\"algorithm_type\": \"%s\", \"final_sigmas_type\": \"sigma_min\"".formatted(
                algorithm)).scheduler(10);
        List<Integer> drawn = new ArrayList<>();
        NoiseSource counted = count -> {
            drawn.add(count);
            return new TorchCpuGenerator(drawn.size()).randn(count);
        };
        Scheduler.State state = scheduler.start(new TorchCpuGenerator(1).randn(4096), 0);
        while (state.index() < scheduler.size())
            state = scheduler.step(state, new float[4096], counted);
        assertThat(drawn).hasSize(10).containsOnly(4096);
        double early = variance(scheduler.step(scheduler.start(new float[4096], 1), new float[4096], counted));
        double late = variance(scheduler.step(scheduler.start(new float[4096], 8), new float[4096], counted));
        assertThat(early).isGreaterThan(late);
    }

    private static double variance(Scheduler.State state) {
        double sum = 0;
        for (float value : state.latents())
            sum += value * value;
        return sum / state.latents().length;
    }

    @Test
    void step_lowestLevelTwice_endsFinite() {
        Scheduler scheduler = config("\"solver_order\": 3, \"use_karras_sigmas\": true, \"final_sigmas_type\": "
                + "\"sigma_min\", \"lower_order_final\": false, \"solver_type\": \"heun\"").scheduler(20);
        Scheduler.State state = scheduler.start(new TorchCpuGenerator(1).randn(64), 0);
        while (state.index() < scheduler.size())
            state = scheduler.step(state, state.latents().clone(), NO_NOISE);
        for (float value : state.latents())
            assertThat(value).isFinite();
    }

    /** The quantile 0.5 of {0.5, 1, 2, 4} is 1.5: beyond it numbers are cut, and all are divided by it. */
    @Test
    void step_thresholding_keepsTheOriginalWithinItsQuantile() {
        Scheduler scheduler = config("\"prediction_type\": \"sample\", \"thresholding\": true, "
                + "\"dynamic_thresholding_ratio\": 0.5, \"sample_max_value\": 3").scheduler(1);
        float[] original = {0.5f, -1, 2, -4};
        assertThat(scheduler.step(scheduler.start(new float[4], 0), original, NO_NOISE).latents())
                .containsExactly(0.5f / 1.5f, -1 / 1.5f, 1, -1);
    }
}
