package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.Fuzz;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SchedulerConfigFuzzTest {
    /** All keys that any algorithm reads. */
    private static final String SETTINGS = "\"num_train_timesteps\": 20, \"beta_start\": 0.00085, \"beta_end\": 0.012, "
            + "\"beta_schedule\": \"scaled_linear\", \"trained_betas\": null, \"prediction_type\": \"epsilon\", "
            + "\"timestep_spacing\": \"leading\", \"steps_offset\": 1, \"rescale_betas_zero_snr\": false, "
            + "\"set_alpha_to_one\": false, \"clip_sample\": false, \"clip_sample_range\": 1.0, "
            + "\"thresholding\": false, \"dynamic_thresholding_ratio\": 0.995, \"sample_max_value\": 1.0, "
            + "\"use_karras_sigmas\": true, \"use_exponential_sigmas\": false, \"use_beta_sigmas\": false, "
            + "\"sigma_min\": 0.02, \"sigma_max\": 14.6, \"sigma_data\": 0.5, \"rho\": 7.0, \"solver_order\": 2, "
            + "\"solver_type\": \"midpoint\", \"algorithm_type\": \"dpmsolver++\", \"lower_order_final\": true, "
            + "\"euler_at_final\": false, \"final_sigmas_type\": \"zero\", \"lambda_min_clipped\": -Infinity, "
            + "\"variance_type\": \"fixed_small\", \"skip_prk_steps\": true, \"original_inference_steps\": 10, "
            + "\"timestep_scaling\": 10.0, \"predict_x0\": true, \"disable_corrector\": [], "
            + "\"interpolation_type\": \"linear\"}";

    @Test
    void parse_brokenConfigs_areASentence() {
        Fuzz.attempts(random -> {
            String json = "{\"_class_name\": \"%s\", %s".formatted(className(random), SETTINGS);
            SchedulerConfig config = SchedulerConfig.parse(Fuzz.mutated(json, random), "a file");
            Scheduler scheduler = config.scheduler(1 + random.nextInt(8));
            assertThat(scheduler.size()).isPositive();
        });
    }

    private static String className(Random random) {
        List<SchedulerKind> kinds = List.of(SchedulerKind.values());
        return kinds.get(random.nextInt(kinds.size())).className();
    }
}
