package io.dreamcacher.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SamplerNamesTest {
    @ParameterizedTest
    @CsvSource({"dpmpp-2m-karras, DPM++ 2M, Karras", "dpmpp-2m, DPM++ 2M, Uniform", "euler-a, Euler a, Automatic",
            "euler-a-trailing, Euler a, SGM Uniform", "heun-beta, Heun, Beta", "pndm, PLMS, Automatic",
            "dpmpp-2m-sde-heun-exponential, DPM++ 2M SDE Heun, Exponential", "kdpm2, DPM2, Uniform"})
    void scheduler_ofWhatAnImageSays_isTheOneThatWasUsed(String scheduler, String sampler, String type) {
        assertThat(SamplerNames.sampler(scheduler)).isEqualTo(sampler);
        assertThat(SamplerNames.scheduleType(scheduler)).isEqualTo(type);
        assertThat(SamplerNames.scheduler(sampler.toLowerCase(Locale.ROOT), type)).contains(scheduler);
    }

    @ParameterizedTest
    @CsvSource({"DPM++ 2M, Automatic, dpmpp-2m-karras", "DPM++ 3M SDE, automatic, dpmpp-3m-sde-exponential",
            "Euler, Simple, euler-trailing", "Euler, Normal, euler", "LMS, UNIFORM, lms"})
    void scheduler_typesOfOtherNames_areOurs(String sampler, String type, String scheduler) {
        assertThat(SamplerNames.scheduler(sampler, type)).contains(scheduler);
    }

    @Test
    void scheduler_unknownOnes_isNone() {
        assertThat(SamplerNames.scheduler("DPM fast", "Karras")).isEmpty();
        assertThat(SamplerNames.scheduler("Euler", "Align Your Steps")).isEmpty();
    }

    /** Ours without an equivalent keep their own names. */
    @Test
    void sampler_withoutEquivalent_isOurs() {
        assertThat(SamplerNames.sampler("deis-lu")).isEqualTo("deis");
        assertThat(SamplerNames.scheduleType("dpmpp-2m-lu")).isEqualTo("Automatic");
    }

    @Test
    void of_everyType_isReadOffTheNameItWasAppendedTo() {
        for (ScheduleType type : ScheduleType.values()) {
            String name = type.appendedTo("euler-a");
            assertThat(ScheduleType.of(name)).isEqualTo(type);
            assertThat(type.removedFrom(name)).isEqualTo("euler-a");
        }
    }
}
