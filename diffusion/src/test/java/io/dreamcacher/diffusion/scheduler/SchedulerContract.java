package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every scheduler must do; each one's test is a subclass. */
abstract class SchedulerContract {
    static final NoiseSource NO_NOISE = count -> {
        throw new AssertionError("a deterministic scheduler must not draw noise");
    };
    private static final String STABLE_DIFFUSION = """
            "num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
            "clip_sample": false, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1""";

    abstract SchedulerKind kind();

    /** What a step is given: deterministic algorithms must not draw, others get the same number again and again. */
    NoiseSource noise() {
        return NO_NOISE;
    }

    /** For the tests of algorithms that draw. */
    static float[] sameNoise(int count) {
        float[] noise = new float[count];
        Arrays.fill(noise, 0.5f);
        return noise;
    }

    /** Keys that the algorithm does not have and so must ignore. */
    Set<String> keysItLacks() {
        return Set.of();
    }

    /** The least and the most that the network may be told. */
    double[] rangeOfTimesteps() {
        return new double[]{0, 999};
    }

    /** What a network that knows the image predicts: the noise in the latents, which have variance about 1. */
    float[] perfectOutput(Scheduler scheduler, Scheduler.State state, float[] image) {
        double variance = 1 + Math.pow(scheduler.sigma(state.index()), 2);
        float[] output = scheduler.scaleModelInput(state.latents(), state.index()).clone();
        for (int i = 0; i < output.length; i++)
            output[i] = (float) ((output[i] - image[i] / Math.sqrt(variance)) / Math.sqrt(1 - 1 / variance));
        return output;
    }

    SchedulerConfig config(String more) {
        String json = "{\"_class_name\": \"%s\", %s%s}".formatted(kind().className(), STABLE_DIFFUSION,
                more.isEmpty() ? "" : ", " + more);
        return SchedulerConfig.of(new JsonMapper().readTree(json), "scheduler_config.json");
    }

    /**
     * With a network that names the noise exactly, every algorithm must come back to the image. Not for linspace: there
     * DDIM and PNDM step by a whole stride although timesteps lie further apart, as in diffusers.
     */
    @ParameterizedTest
    @CsvSource({"leading, 20", "trailing, 20", "leading, 1", "leading, 2", "leading, 7"})
    void step_networkThatKnowsTheImage_arrivesThere(String spacing, int steps) {
        Scheduler scheduler = config("\"timestep_spacing\": \"%s\"".formatted(spacing)).scheduler(steps);
        float[] image = new TorchCpuGenerator(1).randn(64);
        float[] noise = new TorchCpuGenerator(2).randn(64);
        Scheduler.State state = scheduler.start(scheduler.addNoise(image, noise, 0), 0);
        while (state.index() < scheduler.size())
            state = scheduler.step(state, perfectOutput(scheduler, state, image), noise());
        // the last step of DDIM, PNDM and TCD ends at timestep 0, which keeps a little noise
        assertThat(state.latents()).containsExactly(image, within(0.15f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"linspace", "leading", "trailing"})
    void timestep_ofEveryCall_fallsAndStaysInRange(String spacing) {
        Scheduler scheduler = config("\"timestep_spacing\": \"%s\"".formatted(spacing)).scheduler(25);
        assertThat(scheduler.size()).isGreaterThanOrEqualTo(25);
        for (int i = 0; i < scheduler.size(); i++) {
            assertThat(scheduler.timestep(i)).isBetween(rangeOfTimesteps()[0], rangeOfTimesteps()[1]);
            assertThat(scheduler.sigma(i)).isPositive();
            if (i > 0)
                assertThat(scheduler.timestep(i)).isLessThanOrEqualTo(scheduler.timestep(i - 1) + 1e-3);
        }
    }

    @Test
    void step_sameState_isTheSameAndLeavesItAlone() {
        Scheduler scheduler = config("").scheduler(5);
        float[] latents = new TorchCpuGenerator(3).randn(16);
        Scheduler.State first = scheduler.start(latents.clone(), 0);
        Scheduler.State second = scheduler.step(first, new TorchCpuGenerator(4).randn(16), noise());
        float[] then = second.latents().clone();
        float[] once = scheduler.step(second, new TorchCpuGenerator(5).randn(16), noise()).latents();
        float[] again = scheduler.step(second, new TorchCpuGenerator(5).randn(16), noise()).latents();
        assertThat(again).isEqualTo(once);
        assertThat(second.latents()).isEqualTo(then);
        assertThat(first.latents()).isEqualTo(latents);
        assertThat(second.index()).isEqualTo(1);
    }

    @Test
    void step_batchOfTwo_isEachByItself() {
        Scheduler scheduler = config("").scheduler(6);
        float[] both = new TorchCpuGenerator(6).randn(32);
        float[] together = walk(scheduler, both);
        assertThat(Arrays.copyOf(together, 16)).isEqualTo(walk(scheduler, Arrays.copyOf(both, 16)));
        assertThat(Arrays.copyOfRange(together, 16, 32)).isEqualTo(walk(scheduler, Arrays.copyOfRange(both, 16, 32)));
    }

    private float[] walk(Scheduler scheduler, float[] latents) {
        Scheduler.State state = scheduler.start(latents, 0);
        while (state.index() < scheduler.size()) {
            float[] output = scheduler.scaleModelInput(state.latents(), state.index()).clone();
            for (int i = 0; i < output.length; i++)
                output[i] = (float) Math.tanh(output[i]);
            state = scheduler.step(state, output, noise());
        }
        return state.latents();
    }

    @Test
    void withLatents_othersInBetween_areTheNextStart() {
        Scheduler scheduler = config("").scheduler(4);
        Scheduler.State state = scheduler.start(new float[8], 2).withLatents(new TorchCpuGenerator(7).randn(8));
        assertThat(state.latents()).isEqualTo(new TorchCpuGenerator(7).randn(8));
        assertThat(state.index()).isEqualTo(2);
        assertThatThrownBy(() -> state.withLatents(new float[3])).hasMessage("Latents must have 8 numbers; found 3");
    }

    @Test
    void step_outputOfAnotherLength_saysBoth() {
        Scheduler scheduler = config("").scheduler(4);
        Scheduler.State state = scheduler.start(new float[8], 0);
        assertThatThrownBy(() -> scheduler.step(state, new float[9], noise()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The model output must have 8 numbers; found 9");
    }

    @Test
    void start_beyondTheEnd_saysTheRange() {
        Scheduler scheduler = config("").scheduler(4);
        assertThatThrownBy(() -> scheduler.start(new float[8], scheduler.size()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A run must begin at call 0 to %d; found %d", scheduler.size() - 1, scheduler.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void scheduler_stepsOutOfRange_isRefused(int steps) {
        assertThatThrownBy(() -> config("").scheduler(steps))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessage("Steps must be 1 to 1000; found %d.", steps);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"prediction_type; flow; one of epsilon, v_prediction, sample",
            "timestep_spacing; sideways; one of linspace, leading, trailing",
            "beta_schedule; sigmoid; one of linear, scaled_linear, squaredcos_cap_v2"})
    void config_unknownValue_namesItAndTheKnownOnes(String key, String value, String known) {
        JsonNode json = new JsonMapper()
                .readTree("{\"_class_name\": \"%s\", \"skip_prk_steps\": true, \"%s\": \"%s\"}"
                        .formatted(kind().className(), key, value));
        if (keysItLacks().contains(key)) {
            assertThat(SchedulerConfig.of(json, "scheduler_config.json").scheduler(4).size()).isPositive();
            return;
        }
        assertThatThrownBy(() -> SchedulerConfig.of(json, "scheduler_config.json"))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                .hasMessage("%s in scheduler_config.json must be %s for %s; found \"%s\". "
                        + "Choose another scheduler or correct the file.", key, known, kind().className(), value);
    }

    /** Signal and noise that {@code addNoise} mixes stand to each other as {@code sigma} says. */
    @ParameterizedTest
    @ValueSource(ints = {1, 6, 25})
    void addNoise_ofEveryStep_isAsNoisyAsSigmaSays(int steps) {
        Scheduler scheduler = config("").scheduler(steps);
        for (int i = 0; i < scheduler.size(); i += scheduler.callsPerStep()) {
            double signal = scheduler.addNoise(new float[]{1}, new float[]{0}, i)[0];
            double noise = scheduler.addNoise(new float[]{0}, new float[]{1}, i)[0];
            assertThat(noise / signal).isCloseTo(scheduler.sigma(i), withinPercentage(0.01));
        }
        assertThatThrownBy(() -> scheduler.addNoise(new float[4], new float[3], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Noise must have 4 numbers; found 3");
    }

    /** Any configuration that is accepted walks to finite latents, draws at most once a call, and less noisy each step. */
    @Test
    void walk_randomConfigurations_staysFinite() {
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            String keys = "\"timestep_spacing\": \"%s\", \"prediction_type\": \"%s\"".formatted(
                    List.of("linspace", "leading", "trailing").get(random.nextInt(3)),
                    List.of("epsilon", "v_prediction").get(random.nextInt(2)));
            Scheduler scheduler = config(keys).scheduler(1 + random.nextInt(50));
            int calls = scheduler.callsPerStep();
            Scheduler.State state = scheduler.start(new TorchCpuGenerator(round).randn(24),
                    random.nextInt((scheduler.size() + calls - 1) / calls) * calls);
            while (state.index() < scheduler.size()) {
                int at = state.index();
                AtomicInteger draws = new AtomicInteger();
                state = scheduler.step(state, new TorchCpuGenerator(at).randn(24), count -> {
                    draws.incrementAndGet();
                    return noise().randn(count);
                });
                assertThat(state.index()).isEqualTo(at + 1);
                assertThat(draws).as("draws at call %d of %s", at, keys).hasValueLessThanOrEqualTo(1);
                if (at >= calls)
                    assertThat(scheduler.sigma(at)).isLessThanOrEqualTo(scheduler.sigma(at - calls));
                for (float value : state.latents())
                    assertThat(value).as("call %d of %s", at, keys).isFinite();
            }
        }
    }

    @Test
    void start_betweenTheCallsOfAStep_isRefused() {
        Scheduler scheduler = config("").scheduler(4);
        for (int i = 0; i < scheduler.size(); i++) {
            int index = i;
            if (index % scheduler.callsPerStep() == 0)
                assertThat(scheduler.start(new float[8], index).index()).isEqualTo(index);
            else
                assertThatThrownBy(() -> scheduler.start(new float[8], index))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("A run must begin at the first of the %d calls of a step; found call %d",
                                scheduler.callsPerStep(), index);
        }
    }

    @Test
    void with_anotherKindAndBack_walksAlike() {
        float[] latents = new TorchCpuGenerator(8).randn(16);
        for (SchedulerKind other : SchedulerKind.values()) {
            SchedulerConfig there = config("").with(other);
            assertThat(there.kind()).isEqualTo(other);
            assertThat(walk(there.with(kind()).scheduler(5), latents))
                    .isEqualTo(walk(config("").scheduler(5), latents));
        }
    }
}
