package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.failure.DreamCacherException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DdpmSchedulerTest extends SchedulerContract {
    @Override
    SchedulerKind kind() {
        return SchedulerKind.DDPM;
    }

    @Override
    NoiseSource noise() {
        return SchedulerContract::sameNoise;
    }

    @ParameterizedTest
    @ValueSource(strings = {"learned", "learned_range", "fixed_large_log"})
    void config_varianceNobodyPredicts_isRefused(String variance) {
        assertThatThrownBy(() -> config("\"variance_type\": \"%s\"".formatted(variance)))
                .isInstanceOf(DreamCacherException.class)
                .hasMessage("variance_type in scheduler_config.json must be one of fixed_small, fixed_small_log, "
                        + "fixed_large for DDPMScheduler; found \"%s\". Choose another scheduler or correct the file.",
                        variance);
    }
}
