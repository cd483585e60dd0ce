package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.diffusion.scheduler.NoiseSchedule.PredictionType;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** What holds of every deterministic algorithm under whatever configuration. */
class SchedulerTest {
    private static final int LENGTH = 16;
    private static final int DRAWS = 80;
    /** Of float32 latents over a walk, for every unit of noise over signal that it begins with. */
    private static final double ROUNDING = 3e-5;
    /** Such that Runge-Kutta's half strides are whole timesteps. */
    private static final List<Integer> STEPS = List.of(4, 5, 10, 20, 25);

    private final Random random = new Random(20261124);

    /**
     * With a network that always knows the noise exactly, whatever it is asked to predict, a walk never leaves the
     * straight line between image and noise, and ends at the image. (EDM's network is told and answers otherwise.)
     */
    @ParameterizedTest
    @EnumSource(names = {"DDIM", "PNDM", "LMS", "EULER", "HEUN", "KDPM2", "DPM_MULTISTEP", "DPM_SINGLESTEP", "DEIS",
            "UNIPC"})
    void step_networkThatKnowsTheNoise_staysOnTheLineToTheImage(SchedulerKind kind) {
        for (int draw = 0; draw < DRAWS; draw++) {
            String json = configuration(kind);
            int steps = STEPS.get(random.nextInt(STEPS.size()));
            float[] image = new TorchCpuGenerator(draw).randn(LENGTH);
            float[] noise = new TorchCpuGenerator(draw + DRAWS).randn(LENGTH);
            SchedulerConfig config = SchedulerConfig.of(new JsonMapper().readTree(json), "drawn");
            Scheduler scheduler = config.scheduler(steps);
            Offset<Float> rounding = within((float) (ROUNDING * (1 + scheduler.sigma(0))));
            Scheduler.State state = scheduler.start(scheduler.addNoise(image, noise, 0), 0);
            while (state.index() < scheduler.size()) {
                assertThat(state.latents()).as("%s, %d steps, call %d", json, steps, state.index())
                        .containsExactly(line(scheduler, scheduler.sigma(state.index()), image, noise), rounding);
                float[] output = perfect(config.predictionType(), scheduler, state, image);
                state = scheduler.step(state, output, SchedulerContract.NO_NOISE);
            }
            assertThat(state.latents()).as("%s, %d steps, end", json, steps)
                    .containsExactly(line(scheduler, scheduler.sigma(scheduler.size()), image, noise), rounding);
        }
    }

    /** The answer for the input z = alpha_t x0 + sigma_t noise: noise, alpha_t noise - sigma_t x0, or x0. */
    private static float[] perfect(PredictionType type, Scheduler scheduler, Scheduler.State state, float[] image) {
        double sigma = scheduler.sigma(state.index());
        double alphaT = 1 / Math.hypot(sigma, 1);
        double sigmaT = sigma * alphaT;
        float[] output = scheduler.scaleModelInput(state.latents(), state.index()).clone();
        for (int i = 0; i < output.length; i++) {
            double noise = (output[i] - alphaT * image[i]) / sigmaT;
            output[i] = (float) switch (type) {
                case EPSILON -> noise;
                case V_PREDICTION -> alphaT * noise - sigmaT * image[i];
                case SAMPLE -> image[i];
            };
        }
        return output;
    }

    /** Where image and noise are mixed at this level: x0 + sigma noise, or alpha_t x0 + sigma_t noise. */
    private static float[] line(Scheduler scheduler, double sigma, float[] image, float[] noise) {
        double alphaT = scheduler.schedule().preserving() ? 1 / Math.hypot(sigma, 1) : 1;
        float[] mixed = new float[image.length];
        for (int i = 0; i < mixed.length; i++)
            mixed[i] = (float) (alphaT * (image[i] + sigma * noise[i]));
        return mixed;
    }

    private String configuration(SchedulerKind kind) {
        boolean walksAlpha = kind == SchedulerKind.DDIM || kind == SchedulerKind.PNDM;
        StringBuilder json = new StringBuilder("{\"_class_name\": \"%s\", \"set_alpha_to_one\": true, "
                .formatted(kind.className()))
                .append("\"clip_sample\": false, \"steps_offset\": 1, ");
        json.append(one("\"beta_schedule\": \"linear\", ",
                "\"beta_start\": 0.00085, \"beta_end\": 0.012, \"beta_schedule\": \"scaled_linear\", "));
        json.append("\"prediction_type\": \"%s\", ".formatted(predictionType(kind)));
        // linspace is not for the two that step by a whole stride although timesteps lie further apart, as in diffusers
        json.append("\"timestep_spacing\": \"%s\", ".formatted(walksAlpha
                ? one("leading", "trailing")
                : one("leading", "trailing", "linspace")));
        json.append(one("", "", "\"use_karras_sigmas\": true, ", "\"use_exponential_sigmas\": true, ",
                "\"use_beta_sigmas\": true, "));
        json.append("\"skip_prk_steps\": %s, ".formatted(one("true", "false")));
        json.append("\"lower_order_final\": %s, \"euler_at_final\": %s, \"use_lu_lambdas\": %s, "
                .formatted(one("true", "false"), one("true", "false"), one("true", "false", "false")));
        json.append(one("\"algorithm_type\": \"dpmsolver\", ", "\"algorithm_type\": \"dpmsolver++\", "));
        json.append("\"solver_type\": \"%s\", \"predict_x0\": %s, ".formatted(
                one("midpoint", "heun", "bh1", "bh2"), one("true", "false")));
        json.append("\"solver_order\": %s, \"final_sigmas_type\": \"sigma_min\"}".formatted(one("1", "2", "3")));
        return random.nextBoolean() ? json.toString() : endingAtZero(json.toString());
    }

    /** PNDM averages outputs of several calls, which of velocities is no velocity; KDPM2 cannot be told x0. */
    private String predictionType(SchedulerKind kind) {
        if (kind == SchedulerKind.PNDM)
            return "epsilon";
        return kind == SchedulerKind.KDPM2
                ? one("epsilon", "v_prediction")
                : one("epsilon", "v_prediction", "sample");
    }

    /** What ends at zero must not divide by what is left there. */
    private static String endingAtZero(String json) {
        return json.replace("sigma_min", "zero")
                .replace("\"dpmsolver\"", "\"dpmsolver++\"")
                .replace("\"lower_order_final\": false", "\"lower_order_final\": true")
                .replace("\"predict_x0\": false", "\"predict_x0\": true")
                .replace("bh1", "bh2");
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
