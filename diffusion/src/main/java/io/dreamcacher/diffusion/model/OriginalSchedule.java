package io.dreamcacher.diffusion.model;

import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The noise schedule that goes with a checkpoint, as its published repository has it. No tensor tells what the network
 * predicts, so this follows diffusers ({@code single_file_utils.py}): Stable Diffusion 2 predicts velocities, except for
 * the checkpoint of step 875,000, which is 2-base, and inpainting models. Markers that newer training tools leave,
 * {@code v_pred} and {@code ztsnr}, are believed in every family.
 *
 * @param className of the scheduler
 * @param predictsVelocity whether the network predicts velocities rather than noise
 * @param zeroTerminalSnr whether the last training step was pure noise
 */
record OriginalSchedule(String className, boolean predictsVelocity, boolean zeroTerminalSnr) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long STEPS_OF_2_BASE = 875_000;
    private static final int INPAINTING_CHANNELS = 9;

    static OriginalSchedule of(Checkpoint checkpoint, OriginalFamily family) {
        boolean velocity = checkpoint.has("v_pred") || (family == OriginalFamily.STABLE_DIFFUSION_2
                && globalStep(checkpoint).orElse(0) != STEPS_OF_2_BASE && !inpaints(checkpoint));
        String className = switch (family) {
            case STABLE_DIFFUSION_1 -> "PNDMScheduler";
            case STABLE_DIFFUSION_2 -> velocity ? "DDIMScheduler" : "PNDMScheduler";
            case STABLE_DIFFUSION_XL -> "EulerDiscreteScheduler";
        };
        return new OriginalSchedule(className, velocity, checkpoint.has("ztsnr"));
    }

    private static boolean inpaints(Checkpoint checkpoint) {
        String input = Prefixes.UNET + "input_blocks.0.0.weight";
        return checkpoint.has(input) && checkpoint.tensor(input).shape().rank() > 1
                && checkpoint.tensor(input).shape().size(1) == INPAINTING_CHANNELS;
    }

    private static OptionalLong globalStep(Checkpoint checkpoint) {
        String name = "global_step";
        if (checkpoint.has(name) && checkpoint.tensor(name) instanceof WeightTensor.Stored(var file, var entry)
                && entry.shape().elements() == 1) {
            return switch (entry.type()) {
                case I32, I64 -> OptionalLong.of(file.longs(entry.name())[0]);
                case F16, BF16, F32, F64 -> OptionalLong.of((long) file.floats(entry.name())[0]);
                case BOOL, U8, I8, F8_E4M3, F8_E5M2, I16, U16, U32, U64 -> OptionalLong.empty();
            };
        }
        return OptionalLong.empty();
    }

    /** What scheduler_config.json would say. */
    ObjectNode config() {
        ObjectNode config = JSON.createObjectNode()
                .put("_class_name", className)
                .put("beta_schedule", "scaled_linear")
                .put("beta_start", 0.00085)
                .put("beta_end", 0.012)
                .put("num_train_timesteps", 1000)
                .put("prediction_type", predictsVelocity ? "v_prediction" : "epsilon")
                .put("clip_sample", false)
                .put("set_alpha_to_one", false)
                .put("skip_prk_steps", true)
                .put("steps_offset", 1)
                .put("timestep_spacing", "leading");
        if (zeroTerminalSnr) {
            config.put("rescale_betas_zero_snr", true);
        }
        return config;
    }
}
