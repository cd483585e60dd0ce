package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.failure.DreamCacherException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UniPcMultistepSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.UNIPC;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "\"predict_x0\": false; predict_x0; true where final_sigmas_type is zero; false",
            "\"solver_type\": \"bh1\"; solver_type; bh2 where final_sigmas_type is zero; \"bh1\"",
            "\"lower_order_final\": false; lower_order_final; true where final_sigmas_type is zero; false",
            "\"disable_corrector\": [0.5]; disable_corrector; a list of whole numbers from 0 on; [0.5]",
            "\"disable_corrector\": 3; disable_corrector; a list of numbers; 3",
            "\"solver_p\": {}; solver_p; absent (another solver as the predictor is not supported); {}",
            "\"shift_terminal\": 0.1; shift_terminal; absent (flow matching is not supported); 0.1",
            "\"sigma_min\": 20, \"use_karras_sigmas\": true; sigma_min; above 0 and below sigma_max; 20",
            "\"solver_order\": 10; solver_order; a whole number of 1 to 9; 10"})
    void config_valueThatCannotBe_isNamedWithWhatMustHold(String keys, String key, String mustBe, String found) {
        assertThatThrownBy(() -> config(keys)).isInstanceOf(DreamCacherException.class)
                .hasMessage("%s in scheduler_config.json must be %s for UniPCMultistepScheduler; found %s. "
                        + "Choose another scheduler or correct the file.", key, mustBe, found);
    }

    /** A network whose x0 is a polynomial in time is integrated well by any order; the corrector must not disturb that. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6})
    void step_originalThatNeverChanges_isReachedInAnyOrder(int order) {
        Scheduler scheduler = config("\"prediction_type\": \"sample\", \"solver_order\": " + order).scheduler(12);
        float[] original = new TorchCpuGenerator(2).randn(64);
        Scheduler.State state = scheduler.start(new TorchCpuGenerator(1).randn(64), 0);
        while (state.index() < scheduler.size())
            state = scheduler.step(state, original.clone(), NO_NOISE);
        assertThat(state.latents()).containsExactly(original, within(1e-5f));
    }
}
