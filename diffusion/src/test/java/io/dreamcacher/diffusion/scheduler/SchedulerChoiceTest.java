package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerChoiceTest {

    private static SchedulerConfig config(String className, String more) {
        return SchedulerConfig.parse("""
                {"_class_name": "%s", "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
                 "steps_offset": 1, "skip_prk_steps": true, "set_alpha_to_one": false, "clip_sample": false%s}"""
                .formatted(className, more), "scheduler_config.json");
    }

    /** The samplers and schedule types of AUTOMATIC1111 1.10 that diffusers' documentation has an equivalent for. */
    @ParameterizedTest
    @CsvSource({"DPM++ 2M, dpmpp-2m", "DPM++ 2M Karras, dpmpp-2m-karras", "DPM++ 2M SDE, dpmpp-2m-sde",
            "DPM++ 2M SDE Karras, dpmpp-2m-sde-karras", "DPM++ 2M SDE Exponential, dpmpp-2m-sde-exponential",
            "DPM++ 2M SDE Heun, dpmpp-2m-sde-heun", "DPM++ 2M SDE Heun Karras, dpmpp-2m-sde-heun-karras",
            "DPM++ 3M SDE, dpmpp-3m-sde", "DPM++ 3M SDE Exponential, dpmpp-3m-sde-exponential",
            "DPM++ SDE, dpmpp-2s-sde", "DPM++ SDE Karras, dpmpp-2s-sde-karras", "DPM2, kdpm2",
            "DPM2 Karras, kdpm2-karras", "DPM2 a, kdpm2-a", "DPM2 a Karras, kdpm2-a-karras", "Euler, euler",
            "Euler a, euler-a", "Euler Beta, euler-beta", "Euler SGM Uniform, euler-trailing",
            "Euler a Simple, euler-a-trailing", "Heun, heun", "Heun Uniform, heun", "LMS, lms",
            "LMS Karras, lms-karras",
            "DDIM, ddim", "PLMS, pndm", "UniPC, unipc", "LCM, lcm", "euler A, euler-a",
            "  dpm++ 2m KARRAS , dpmpp-2m-karras",
            "dpmpp_2m_sde, dpmpp-2m-sde", "uni_pc, unipc", "dpm_2_ancestral, kdpm2-a", "euler_ancestral, euler-a",
            "DPM++ 2M Automatic, dpmpp-2m-karras", "DPM++ 3M SDE Automatic, dpmpp-3m-sde-exponential",
            "Euler a Automatic, euler-a", "DPM++ SDE Automatic, dpmpp-2s-sde-karras",
            "DPM2 a Automatic, kdpm2-a-karras", "DPM++ 2M Normal, dpmpp-2m"})
    void parse_namesOfOthers_areOurs(String theirs, String ours) {
        assertThat(SchedulerChoice.parse(theirs).name()).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({"DDIMScheduler, ddim", "DPMSolverMultistepScheduler, dpmpp-2m",
            "DPMSolverSinglestepScheduler, dpmpp-2s",
            "UniPCMultistepScheduler, unipc", "DEISMultistepScheduler, deis", "PNDMScheduler, pndm",
            "KDPM2AncestralDiscreteScheduler, kdpm2-a", "lcmscheduler, lcm", "EDMEulerScheduler, edm-euler"})
    void parse_classesOfDiffusers_areOurs(String theirs, String ours) {
        assertThat(SchedulerChoice.parse(theirs).name()).isEqualTo(ours);
    }

    @Test
    void parse_everyKind_hasItsShortAndClassName() {
        for (SchedulerKind kind : SchedulerKind.values()) {
            assertThat(SchedulerChoice.parse(kind.className()).kind()).isEqualTo(kind);
            assertThat(SchedulerChoice.parse(kind.shortName())).isEqualTo(SchedulerChoice.parse(kind.className()));
        }
    }

    @ParameterizedTest
    @CsvSource({"DPM++ 2S a, dpmpp-2s", "DPM++ 2S a Karras, dpmpp-2s-karras", "DPM++ 2S a Automatic, dpmpp-2s-karras",
            "DPM fast, dpmpp-2s",
            "DPM adaptive, dpmpp-2m", "Restart, heun", "DDIM CFG++, ddim", "Euler Align Your Steps, euler-karras",
            "DPM++ 2M Polyexponential, dpmpp-2m-exponential", "Euler a KL Optimal, euler-a",
            "DPM++ 2M Karras Exponential, dpmpp-2m-karras"})
    void parse_withoutEquivalent_namesTheNearest(String theirs, String nearest) {
        assertBadRequest(theirs,
                "The scheduler must be one that diffusers has; it has no equivalent of AUTOMATIC1111's "
                        + "\"" + theirs + "\". The nearest is " + nearest + ".");
        assertThat(SchedulerChoice.parse(nearest).name()).isEqualTo(nearest);
    }

    @Test
    void parse_levelsTheAlgorithmDoesNotHave_saysSo() {
        assertBadRequest("Euler a Karras",
                "The scheduler euler-a has no karras noise levels in diffusers, but \"Euler a "
                        + "Karras\" was asked for. Ask for euler-a, or for euler-karras.");
        assertBadRequest("lcm-beta",
                "The scheduler lcm has no beta noise levels in diffusers, but \"lcm-beta\" was asked "
                        + "for. Ask for lcm, or for euler-beta.");
    }

    @ParameterizedTest
    @CsvSource({"eular, euler", "DPM++ 2N Karas, dpmpp-2m-karras", "ddmi, ddim", "Eulera, euler-a", "hune, heun",
            "UniPCMultistepSheduler, unipc", "dpmpp2m, dpmpp-2m"})
    void parse_misspelt_suggestsWhatWasMeant(String misspelt, String meant) {
        assertThatThrownBy(() -> SchedulerChoice.parse(misspelt)).hasMessageContaining("found \"" + misspelt + "\"")
                .message()
                .satisfies(message -> assertThat(message.substring(message.indexOf("nearest known are")))
                        .contains(" " + meant));
    }

    @Test
    void parse_nonsense_isBadRequestWithThreeSuggestions() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            StringBuilder name = new StringBuilder();
            for (int i = 0; i < 20; i++)
                name.append((char) (' ' + random.nextInt(95)));
            assertThatThrownBy(() -> SchedulerChoice.parse(name.toString()))
                    .isInstanceOfSatisfying(DreamCacherException.class,
                            e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                    .message()
                    .matches("(?s).* The nearest known are [a-z0-9-]+, [a-z0-9-]+, [a-z0-9-]+\\.");
        }
        assertThatThrownBy(() -> SchedulerChoice.parse("x".repeat(1_000_000)))
                .hasMessageContaining("found \"" + "x".repeat(80) + "...\"");
        assertThatThrownBy(() -> SchedulerChoice.parse("")).hasMessageContaining("found \"\"");
    }

    /** Every name is canonical, and makes a scheduler of Stable Diffusion's configuration that knows itself by it. */
    @Test
    void values_everyChoice_isItsOwnNameAndWalks() {
        SchedulerConfig pndm = config("PNDMScheduler", "");
        assertThat(SchedulerChoice.values()).hasSizeGreaterThan(100);
        for (SchedulerChoice choice : SchedulerChoice.values()) {
            assertThat(SchedulerChoice.parse(choice.name())).isEqualTo(choice);
            SchedulerConfig chosen = pndm.with(choice);
            assertThat(chosen.scheduler(12).size()).as("%s", choice).isGreaterThanOrEqualTo(12);
            assertThat(chosen.kind()).isEqualTo(choice.kind());
            if (!choice.name().endsWith("-trailing"))
                assertThat(chosen.ownName()).isEqualTo(choice.name());
        }
    }

    @Test
    void offered_names_areTheUsualOnesAndTheirKarrasForms() {
        assertThat(config("PNDMScheduler", "").offeredNames()).containsExactlyInAnyOrder("pndm", "ddim", "ddpm", "lms",
                "lms-karras", "euler", "euler-karras", "euler-a", "heun", "heun-karras", "kdpm2", "kdpm2-karras",
                "kdpm2-a", "kdpm2-a-karras", "dpmpp-2m", "dpmpp-2m-karras", "dpmpp-2m-sde", "dpmpp-2m-sde-karras",
                "dpmpp-3m", "dpmpp-3m-karras", "dpmpp-3m-sde", "dpmpp-3m-sde-karras", "dpmpp-2s", "dpmpp-2s-karras",
                "dpmpp-2s-sde", "dpmpp-2s-sde-karras", "deis", "deis-karras", "unipc", "unipc-karras", "lcm", "tcd");
        assertThat(config("EDMEulerScheduler", "").offeredNames()).startsWith("edm-euler").contains("euler");
    }

    @Test
    void with_karras_changesTheLevelsOnly() {
        SchedulerConfig euler = config("EulerDiscreteScheduler", "");
        Scheduler plain = euler.scheduler(10);
        Scheduler karras = euler.with(SchedulerChoice.parse("euler-karras")).scheduler(10);
        assertThat(karras.sigma(0)).isCloseTo(plain.sigma(0), within(1e-9));
        assertThat(karras.sigma(5)).isLessThan(plain.sigma(5));
        assertThat(euler.with(SchedulerChoice.parse("Euler Exponential")).scheduler(10).timestep(0)).isEqualTo(999);
        assertThat(euler.with(SchedulerChoice.parse("Euler Simple")).scheduler(10).timestep(9)).isEqualTo(99);
    }

    @Test
    void with_plainChoice_takesBackWhatTheFileSaysOfLevels() {
        SchedulerConfig karras = config("EulerDiscreteScheduler", ", \"use_karras_sigmas\": true");
        assertThat(karras.ownName()).isEqualTo("euler-karras");
        assertThat(karras.named("euler").scheduler(10).sigma(5))
                .isEqualTo(config("EulerDiscreteScheduler", "").scheduler(10).sigma(5));
        assertThat(karras.named("EULER-Karras")).isSameAs(karras);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"; dpmpp-2m", "\"solver_order\": 3; dpmpp-3m",
            "\"algorithm_type\": \"sde-dpmsolver++\", \"use_karras_sigmas\": true; dpmpp-2m-sde-karras",
            "\"solver_type\": \"heun\", \"use_exponential_sigmas\": true; dpmpp-2m-heun-exponential",
            "\"algorithm_type\": \"dpmsolver\", \"final_sigmas_type\": \"sigma_min\", \"solver_order\": 1; dpm-1m",
            "\"use_lu_lambdas\": true; dpmpp-2m-lu"})
    void ownName_solverVariants_sayWhatTheFileSays(String keys, String name) {
        SchedulerConfig config = config("DPMSolverMultistepScheduler", keys == null ? "" : ", " + keys);
        assertThat(config.ownName()).isEqualTo(name);
        assertThat(SchedulerChoice.parse(name).name()).isEqualTo(name);
        assertThat(config.named(name)).isSameAs(config);
    }

    @Test
    void named_repositoryOfAnUnknownClass_worksWithAnother() {
        SchedulerConfig unknown = config("KarrasVeScheduler", "");
        assertThat(unknown.ownName()).isEqualTo("KarrasVeScheduler");
        assertThat(unknown.offeredNames()).startsWith("KarrasVeScheduler", "ddim");
        assertThat(unknown.named("Euler a").scheduler(5).size()).isEqualTo(5);
        assertThat(unknown.canonicalName("karrasvescheduler")).isEqualTo("KarrasVeScheduler");
        assertThatThrownBy(() -> unknown.named(unknown.ownName()))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                .hasMessageStartingWith("_class_name in scheduler_config.json must be one of DDIMScheduler, ")
                .hasMessageEndingWith("; found KarrasVeScheduler. Choose another scheduler.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dpmpp-2m-karras", "Euler a", "UniPC"})
    void canonicalName_anySpelling_isTheNameOfTheChoice(String name) {
        assertThat(config("PNDMScheduler", "").canonicalName(name)).isEqualTo(SchedulerChoice.parse(name).name());
        assertThat(List.of(SchedulerChoice.parse(name))).contains(SchedulerChoice.parse(name.toUpperCase(Locale.ROOT)));
    }

    private static void assertBadRequest(String name, String message) {
        assertThatThrownBy(() -> SchedulerChoice.parse(name))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessage(message);
    }
}
