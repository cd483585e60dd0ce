package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchedulerConfigTest {
    @TempDir
    Path folder;

    @Test
    void read_missingKeys_areTheDefaultsOfTheClass() throws IOException {
        SchedulerConfig config = read("{\"_class_name\": \"EulerDiscreteScheduler\"}");
        assertThat(config.kind()).isEqualTo(SchedulerKind.EULER);
        assertThat(config.scheduler(2).timestep(0)).isEqualTo(999); // linspace
        assertThat(config.with(SchedulerKind.DDIM).scheduler(2).timestep(0)).isEqualTo(500); // leading
    }

    @Test
    void read_unusableFile_isNamedWithWhatMustHold() {
        assertBad("{}", "_class_name in ", "must be one of DDIMScheduler, PNDMScheduler, ", "found none");
        assertBad("[]", "found none");
        assertBad("[1", "scheduler_config.json must be JSON");
        assertBad("{\"_class_name\": \"DDIMScheduler\", \"beta_start\": \"x\"}", "beta_start in ", "a number");
        assertBad("{\"_class_name\": \"DDIMScheduler\", \"beta_end\": 2}", "beta_end in ", "between 0 and 1");
        assertBad("{\"_class_name\": \"DDIMScheduler\", \"clip_sample\": 3}", "clip_sample in ", "true or false");
        assertBad("{\"_class_name\": \"DDIMScheduler\", \"num_train_timesteps\": 0}", "num_train_timesteps in ");
        assertBad("{\"_class_name\": \"DDIMScheduler\", \"trained_betas\": [0.1]}", "trained_betas in ",
                "1000 numbers");
        assertBad("{\"_class_name\": \"EulerDiscreteScheduler\", \"final_sigmas_type\": \"one\"}",
                "one of zero, sigma_min");
        assertThatThrownBy(() -> SchedulerConfig.read(folder.resolve("none.json")))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("none.json; it is missing");
    }

    /** As Python's json module writes what has no end; DPM-Solver clips by it. */
    @Test
    void read_numbersOfPythonWithoutEnd_areRead() throws IOException {
        String keys = "\"_class_name\": \"%s\", \"lambda_min_clipped\": -Infinity, \"sigma_max\": %s";
        assertThat(read("{" + keys.formatted("DPMSolverMultistepScheduler", "NaN") + "}").scheduler(4).size())
                .isEqualTo(4);
        assertBad("{" + keys.formatted("EDMEulerScheduler", "Infinity") + "}", "sigma_max in ", "must be a number for "
                + "EDMEulerScheduler");
        assertBad("{" + keys.formatted("EDMEulerScheduler", "NaN") + "}", "sigma_max in ", "must be a number for "
                + "EDMEulerScheduler");
    }

    /** diffusers would ignore it, and the person would wonder. */
    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void scheduler_etaOfOneThatHasNone_isRefusedWithThoseThatDo(SchedulerKind kind) {
        SchedulerConfig config = SchedulerConfig.parse("""
                {"_class_name": "%s", "skip_prk_steps": true, "set_alpha_to_one": false}"""
                .formatted(kind.className()), "a test");
        if (kind == SchedulerKind.DDIM || kind == SchedulerKind.TCD) {
            assertThat(config.scheduler(4, 0.5).size()).isEqualTo(4);
            return;
        }
        assertThat(config.scheduler(4, 0).size()).isPositive();
        assertThatThrownBy(() -> config.scheduler(4, 0.5))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessage("eta must be 0 or left out for %s, which mixes in no share of noise that could be chosen; "
                        + "0.5 was given. Schedulers with an eta are ddim and tcd.", config.ownName());
    }

    private void assertBad(String json, String... parts) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                .hasMessageContainingAll(parts);
    }

    private SchedulerConfig read(String json) throws IOException {
        return SchedulerConfig.read(Files.writeString(folder.resolve("scheduler_config.json"), json));
    }
}
