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
    Set<String> keysItLacks() {
        return Set.of("timestep_spacing");
    }

    /** A pipeline of diffusers passes 0 unless told; the class by itself would take 0.3. */
    @Test
    void step_etaLeftOut_isThatOfAPipelineAndDrawsNothing() {
        float[] without = end(config("").scheduler(4), NO_NOISE);
        assertThat(end(config("").scheduler(4, 0), NO_NOISE)).isEqualTo(without);
        assertThat(end(config("").scheduler(4, 0.3), SchedulerContract::sameNoise)).isNotEqualTo(without);
    }

    private static float[] end(Scheduler scheduler, NoiseSource noise) {
        Scheduler.State state = scheduler.start(new float[]{1, 2, 3}, 0);
        while (state.index() < scheduler.size())
            state = scheduler.step(state, new float[]{0.5f, 0.25f, -1}, noise);
        return state.latents();
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
