package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.failure.DreamCacherException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TcdSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.TCD;
    }

    @Override
    NoiseSource noise() {
        return SchedulerContract::sameNoise;
    }

    @Override
    Set<String> keysItLacks() {
        return Set.of("timestep_spacing");
    }

    @Test
    void scheduler_moreStepsThanDistilled_isRefusedWithTheNumber() {
        assertThatThrownBy(() -> config("").scheduler(51))
                .isInstanceOf(DreamCacherException.class)
                .hasMessage("Steps must be 1 to 50 for %s (original_inference_steps); found 51.", kind().className());
        assertThat(config("\"original_inference_steps\": 2").scheduler(2).timestep(1)).isEqualTo(499);
        assertThatThrownBy(() -> config("\"original_inference_steps\": 1001"))
                .hasMessageContaining(
                        "original_inference_steps in scheduler_config.json must be a whole number of 1 to "
                                + "1000 for %s; found 1001",
                        kind().className());
    }
}
