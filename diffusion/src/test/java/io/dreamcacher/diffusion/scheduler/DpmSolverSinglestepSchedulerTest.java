package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.failure.DreamCacherException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpmSolverSinglestepSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.DPM_SINGLESTEP;
    }

    @Override
    Set<String> keysItLacks() {
        return Set.of("timestep_spacing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "\"algorithm_type\": \"sde-dpmsolver\", \"final_sigmas_type\": \"sigma_min\"; algorithm_type; "
                    + "dpmsolver, dpmsolver++ or sde-dpmsolver++; \"sde-dpmsolver\"",
            "\"algorithm_type\": \"dpmsolver\", \"final_sigmas_type\": \"zero\"; final_sigmas_type; "
                    + "sigma_min where algorithm_type is dpmsolver; \"zero\"",
            "\"solver_order\": 4; solver_order; a whole number of 1 to 3; 4"})
    void config_valueThatCannotBe_isNamedWithWhatMustHold(String keys, String key, String mustBe, String found) {
        assertThatThrownBy(() -> config(keys)).isInstanceOf(DreamCacherException.class)
                .hasMessage("%s in scheduler_config.json must be %s for DPMSolverSinglestepScheduler; found %s. "
                        + "Choose another scheduler or correct the file.", key, mustBe, found);
    }

    /** A run that begins in the middle of a group has nothing of it to go on from, so its first step is of first order. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void start_withinAGroup_takesAFirstOrderStep(int index) {
        Scheduler third = config("\"solver_order\": 3").scheduler(9);
        Scheduler first = config("\"solver_order\": 1").scheduler(9);
        float[] latents = new TorchCpuGenerator(1).randn(16);
        float[] output = new TorchCpuGenerator(2).randn(16);
        assertThat(third.step(third.start(latents.clone(), index), output.clone(), NO_NOISE).latents())
                .isEqualTo(first.step(first.start(latents.clone(), index), output.clone(), NO_NOISE).latents());
    }

    @Test
    void timestep_anySpacing_isLinspace() {
        Scheduler scheduler = config("\"timestep_spacing\": \"leading\"").scheduler(10);
        assertThat(scheduler.timestep(0)).isEqualTo(999);
        assertThat(scheduler.timestep(9)).isEqualTo(100);
    }
}
