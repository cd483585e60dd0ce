package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.testkit.GoldenData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Golden walks: diffusers 0.40.0.dev0, torch 2.13.0; every case of every class, none left out. */
class SchedulerGoldenTest {
    private static final int LENGTH = 64;
    /** Where timesteps are read off noise levels, float32 logarithms leave this much of them open. */
    private static final double FRACTION_OF_A_TIMESTEP = 2e-4;

    @ParameterizedTest
    @CsvSource({
            "DDIM, 19", "PNDM, 13", "LMS, 14", "EULER, 21", "EULER_ANCESTRAL, 10", "HEUN, 14", "KDPM2, 12", //
            "KDPM2_ANCESTRAL, 7", "DDPM, 12", "LCM, 14", "TCD, 8", "EDM_EULER, 5", //
            "DPM_MULTISTEP, 32", "DPM_SINGLESTEP, 20", "DEIS, 15", "UNIPC, 22"})
    void walk_goldenCases_areClose(SchedulerKind kind, int count) {
        SafetensorsFile golden = SafetensorsFile.open(goldenFile(kind));
        int walked = 0;
        for (Map.Entry<String, JsonNode> entry : cases(kind).properties()) {
            if (entry.getKey().equals("add_noise"))
                continue;
            assertWalk(kind, entry.getKey(), entry.getValue(), golden);
            walked++;
        }
        assertThat(walked).isEqualTo(count);
    }

    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void addNoise_goldenTimesteps_isClose(SchedulerKind kind) {
        SafetensorsFile golden = SafetensorsFile.open(goldenFile(kind));
        SafetensorsFile inputs = SafetensorsFile.open(GoldenData.of("schedulers/inputs.safetensors"));
        JsonNode description = cases(kind).get("add_noise");
        Scheduler scheduler = config(kind, description.get("config")).scheduler(description.get("steps").intValue());
        double[] timesteps = doubles(golden, "add_noise.timesteps");
        for (int i = 0; i < timesteps.length; i++)
            assertThat(scheduler.addNoise(row(inputs.floats("add_noise.start"), i),
                    row(inputs.floats("add_noise.noise"), i), indexOf(scheduler, timesteps[i])))
                    .as("%s %d", kind, i)
                    .containsExactly(row(golden.floats("add_noise.out"), i),
                            within(description.get("atol").floatValue()));
    }

    @Test
    void scheduler_casesThatRaiseThere_areRefusedWithTheKey() {
        JsonNode index = new JsonMapper().readTree(GoldenData.of("INDEX.json").toFile());
        List<String> refused = new ArrayList<>();
        for (JsonNode raises : index.get("scheduler_cases_that_raise")) {
            SchedulerKind.find(raises.get("class").stringValue()).ifPresent(kind -> {
                refused.add(raises.get("case").stringValue());
                assertThatThrownBy(() -> config(kind, raises.get("config")).scheduler(4)).as("%s", raises)
                        .isInstanceOf(DreamCacherException.class)
                        .hasMessageContaining("must be");
            });
        }
        assertThat(refused).containsExactlyInAnyOrder("zero-snr-epsilon-trailing.4", "sample.4", "sample.4", "sample.4",
                "karras-and-beta.4", "bh1.10", "predict-noise.10", "not-lower-order-final.4", "dpmsolver-final-zero.4");
    }

    @Test
    void alphasCumprod_goldenSchedules_areClose() {
        SafetensorsFile golden = SafetensorsFile
                .open(GoldenData.of("schedulers/alphas_cumprod.safetensors"));
        for (String name : Set.of("scaled_linear", "linear", "scaled_linear.zero_snr", "linear.zero_snr",
                "squaredcos_cap_v2")) {
            String json = "{\"_class_name\": \"DDIMScheduler\", \"prediction_type\": \"sample\", "
                    + "\"rescale_betas_zero_snr\": %s, \"beta_schedule\": \"%s\"%s}".formatted(
                            name.endsWith("snr"), name.replace(".zero_snr", ""),
                            name.startsWith("scaled") ? ", \"beta_start\": 0.00085, \"beta_end\": 0.012" : "");
            TrainedNoise trained = TrainedNoise.of(SchedulerConfig.of(new JsonMapper().readTree(json), name), true);
            float[] expected = golden.floats(name);
            for (int t = 0; t < expected.length; t++)
                assertThat(trained.alpha(t)).as("%s %d", name, t)
                        .isCloseTo(expected[t], within(name.endsWith("snr") ? 1e-6 : 0));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DDIM", "PNDM", "LMS", "EULER"})
    void walk_goldenWalksOfPostcards_areClose(SchedulerKind kind) {
        Path folder = Path.of("../models/postcards");
        SafetensorsFile golden = SafetensorsFile.open(folder.resolve("golden/schedulers.safetensors"));
        SchedulerConfig config = SchedulerConfig.read(folder.resolve("sd/scheduler/scheduler_config.json")).with(kind);
        for (int steps : new int[]{10, 20, 50}) {
            String name = "%s.%d.".formatted(kind.shortName(), steps);
            Scheduler scheduler = config.scheduler(steps);
            assertThat(scheduler.initNoiseSigma()).isCloseTo(golden.floats(name + "init_noise_sigma")[0],
                    within(1e-5));
            float[] expected = golden.floats(name + "x");
            float[] timesteps = golden.floats(name + "timesteps");
            Scheduler.State state = scheduler.start(row(expected, 0), 0);
            for (int k = 0; k < scheduler.size(); k++) {
                assertThat(scheduler.timestep(k)).as(name).isEqualTo(timesteps[k]);
                state = scheduler.step(state, output(scheduler, state, timesteps[k]), SchedulerContract.NO_NOISE);
                assertThat(state.latents()).as("%s %d", name, k).containsExactly(row(expected, k + 1), within(1e-4f));
            }
        }
    }

    private static void assertWalk(SchedulerKind kind, String name, JsonNode description, SafetensorsFile golden) {
        SafetensorsFile inputs = SafetensorsFile.open(GoldenData.of("schedulers/inputs.safetensors"));
        SchedulerConfig config = config(kind, description.get("config"));
        int steps = description.get("steps").intValue();
        Scheduler scheduler = scheduler(config, steps, description.path("call"));
        double[] timesteps = doubles(golden, name + ".timesteps");
        int begin = scheduler.size() - timesteps.length;
        float[] start = inputs.floats("start");
        float[] latents = start.clone();
        for (int i = 0; i < LENGTH; i++)
            latents[i] *= (float) scheduler.initNoiseSigma();
        if (begin > 0)
            latents = scheduler.addNoise(row(inputs.floats("add_noise.start"), 0), start, begin);
        assertThat(scheduler.initNoiseSigma()).as(name)
                .isCloseTo(description.get("init_noise_sigma").doubleValue(),
                        within(1e-4 * scheduler.initNoiseSigma()));
        boolean derived = (!scheduler.schedule().preserving()
                && name.matches("(v-|continuous-v-)?karras.*|exponential.*|beta.*"))
                || kind.className().matches("(KDPM2|EDM).*");
        float[] expected = golden.floats(name + ".x");
        NoiseSource noise = new TorchCpuGenerator(9);
        Scheduler.State state = scheduler.start(latents, begin);
        for (int k = 0; k < timesteps.length; k++) {
            assertThat(state.latents()).as("%s %s x[%d]", kind, name, k)
                    .containsExactly(row(expected, k),
                            within(description.get("atol").floatValue()));
            assertThat(scheduler.timestep(begin + k)).as("%s %s", kind, name)
                    .isCloseTo(timesteps[k],
                            within(derived ? FRACTION_OF_A_TIMESTEP : 0));
            state = scheduler.step(state, output(scheduler, state, timesteps[k]), noise);
        }
        assertThat(state.latents()).as("%s %s end", kind, name)
                .containsExactly(row(expected, timesteps.length),
                        within(description.get("atol").floatValue()));
    }

    private static Scheduler scheduler(SchedulerConfig config, int steps, JsonNode call) {
        if (config.kind() == SchedulerKind.TCD) // called without one, the class takes 0.3, which no pipeline does
            return config.scheduler(steps, call.path("eta").asDouble(0.3));
        if (call.has("setup"))
            return new LcmScheduler(config, steps,
                    call.get("setup").get("original_inference_steps").intValue());
        if (call.has("eta"))
            return new DdimScheduler(config, steps, call.get("eta").doubleValue(),
                    call.path("use_clipped_model_output").asBoolean(false));
        if (call.has("s_churn"))
            return new EulerDiscreteScheduler(config, steps, new EulerDiscreteScheduler.Churn(
                    call.get("s_churn").doubleValue(), call.get("s_tmin").doubleValue(),
                    call.get("s_tmax").doubleValue(), call.get("s_noise").doubleValue()));
        return config.scheduler(steps);
    }

    /** The stand-in for a network that README.md of the golden data defines. */
    private static float[] output(Scheduler scheduler, Scheduler.State state, double timestep) {
        float[] output = scheduler.scaleModelInput(state.latents(), state.index()).clone();
        for (int i = 0; i < output.length; i++)
            output[i] = (float) (0.7 * Math.tanh(output[i]) + 0.2 * Math.sin(0.01 * timestep + 0.05 * i));
        return output;
    }

    private static SchedulerConfig config(SchedulerKind kind, JsonNode keys) {
        ObjectNode json = (ObjectNode) keys.deepCopy();
        json.put("_class_name", kind.className());
        return SchedulerConfig.of(json, "the golden case");
    }

    private static JsonNode cases(SchedulerKind kind) {
        JsonNode index = new JsonMapper().readTree(GoldenData.of("INDEX.json").toFile());
        return index.get("files").get("schedulers/" + goldenFile(kind).getFileName()).get("cases");
    }

    private static Path goldenFile(SchedulerKind kind) {
        return GoldenData.of("schedulers/" + kind.className().replace("Scheduler", "") + ".safetensors");
    }

    private static int indexOf(Scheduler scheduler, double timestep) {
        int index = 0;
        while (Math.abs(scheduler.timestep(index) - timestep) > FRACTION_OF_A_TIMESTEP)
            index++;
        return index;
    }

    private static float[] row(float[] rows, int index) {
        return Arrays.copyOfRange(rows, index * LENGTH, (index + 1) * LENGTH);
    }

    private static double[] doubles(SafetensorsFile file, String name) {
        float[] floats = file.floats(name);
        double[] doubles = new double[floats.length];
        Arrays.setAll(doubles, i -> floats[i]);
        return doubles;
    }
}
