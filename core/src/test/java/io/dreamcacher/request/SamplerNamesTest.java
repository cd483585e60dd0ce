package io.dreamcacher.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** What is written into an image is read again, by us and by the web UI. */
    @Test
    void names_ofEverySchedulerTheWebUiHas_areReadAgain() {
        for (String algorithm : SamplerNames.samplers().keySet()) {
            for (ScheduleType type : ScheduleType.values()) {
                String scheduler = type.appendedTo(algorithm);
                if (type == ScheduleType.LU) { // which the web UI does not have
                    continue;
                }
                assertThat(
                        SamplerNames.scheduler(SamplerNames.sampler(scheduler), SamplerNames.scheduleType(scheduler)))
                        .as(scheduler)
                        .contains(scheduler);
            }
        }
    }

    @Test
    void scheduler_everyPairOfTheWebUi_isOneOfOursInAnyCase() {
        for (Map.Entry<String, String> sampler : SamplerNames.samplers().entrySet()) {
            for (Map.Entry<String, ScheduleType> type : SamplerNames.scheduleTypes().entrySet()) {
                assertThat(SamplerNames.scheduler(sampler.getValue().toUpperCase(Locale.ROOT),
                        type.getKey().toLowerCase(Locale.ROOT))).as("%s, %s", sampler, type)
                        .contains(type.getValue().appendedTo(sampler.getKey()));
            }
            assertThat(SamplerNames.scheduler(sampler.getValue(), SamplerNames.AUTOMATIC))
                    .contains(SamplerNames.automatic(sampler.getKey()).appendedTo(sampler.getKey()));
        }
    }

    @Test
    void scheduleTypes_longerOne_isBeforeOneThatItEndsIn() {
        List<String> names = List.copyOf(SamplerNames.scheduleTypes().keySet());
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                assertThat(names.get(j)).as("comes after %s", names.get(i)).doesNotEndWith(names.get(i));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"DPM++ 2M, dpmpp-2m", "' Euler  a ', euler-a", "euler_a, euler-a", "DPM++_2M - SDE, dpmpp-2m-sde",
            "dpmpp-2m-karras, dpmpp-2m-karras", "'', ''"})
    void normal_writings_areOne(String written, String normal) {
        assertThat(SamplerNames.normal(written)).isEqualTo(normal);
        assertThat(SamplerNames.normal(normal)).isEqualTo(normal);
    }
}
