package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.failure.DreamCacherException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeisMultistepSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.DEIS;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "\"algorithm_type\": \"sde-dpmsolver++\"; algorithm_type; deis, dpmsolver or dpmsolver++; \"sde-dpmsolver++\"",
            "\"solver_type\": \"rk4\"; solver_type; one of midpoint, heun, logrho, bh1, bh2; \"rk4\"",
            "\"solver_order\": 0; solver_order; a whole number of 1 to 3; 0"})
    void config_valueThatCannotBe_isNamedWithWhatMustHold(String keys, String key, String mustBe, String found) {
        assertThatThrownBy(() -> config(keys)).isInstanceOf(DreamCacherException.class)
                .hasMessage("%s in scheduler_config.json must be %s for DEISMultistepScheduler; found %s. "
                        + "Choose another scheduler or correct the file.", key, mustBe, found);
    }

    /** With noise that is the same at every call, all orders move alike: polynomials of any degree are that constant. */
    @Test
    void step_constantNoise_isAlikeInAnyOrder() {
        float[] first = walkThroughConstantNoise(1);
        assertThat(walkThroughConstantNoise(2)).containsExactly(first, within(1e-4f));
        assertThat(walkThroughConstantNoise(3)).containsExactly(first, within(1e-4f));
    }

    private float[] walkThroughConstantNoise(int order) {
        Scheduler scheduler = config("\"solver_order\": " + order).scheduler(20);
        float[] noise = new TorchCpuGenerator(2).randn(64);
        Scheduler.State state = scheduler.start(new TorchCpuGenerator(1).randn(64), 0);
        while (state.index() < scheduler.size())
            state = scheduler.step(state, noise.clone(), NO_NOISE);
        return state.latents();
    }
}
