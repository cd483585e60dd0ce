package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells what a {@code .safetensors} file is, by the names in it. */
final class Recognition {
    /** Beginnings of names that only other kinds of files have, and what those are. */
    private static final Map<String, String> OTHERS = others();

    /** What training leaves behind, and no image needs: copies of weights, optimiser and noise schedule. */
    private static final List<String> TRAINING_PREFIXES = List.of("model_ema.", "embedding_manager.", "optimizer.",
            "posterior_", "edm_vpred.", "cond_stage_model.logit_scale", "denoiser.");
    private static final Set<String> TRAINING = Set.of("betas", "alphas_cumprod", "alphas_cumprod_prev",
            "sqrt_alphas_cumprod", "sqrt_one_minus_alphas_cumprod", "log_one_minus_alphas_cumprod",
            "sqrt_recip_alphas_cumprod", "sqrt_recipm1_alphas_cumprod", "lvlb_weights", "logvar", "scale_factor",
            "global_step", "iteration", "v_pred", "ztsnr");

    private Recognition() {}

    private static Map<String, String> others() {
        Map<String, String> others = new LinkedHashMap<>();
        others.put("lora_", "a LoRA; give it as --lora beside a model");
        others.put("unet.down_blocks.", "a LoRA; give it as --lora beside a model");
        others.put("emb_params", "an embedding; give it as --embedding beside a model");
        others.put("string_to_param", "an embedding; give it as --embedding beside a model");
        others.put("control_model.", "a ControlNet, which is not supported");
        others.put("edm_mean", "a Playground 2.5, which is not supported");
        others.put("model.diffusion_model.double_blocks.", "a Flux, which is not supported");
        others.put("double_blocks.", "a Flux, which is not supported");
        others.put("model.diffusion_model.joint_blocks.", "a Stable Diffusion 3, which is not supported");
        others.put("down_blocks.", "one network in the diffusers layout; give its repository's folder");
        others.put("encoder.down", "an autoencoder alone; give it as --vae beside a model");
        others.put("first_stage_model.", "an autoencoder alone; give it as --vae beside a model");
        others.put("text_model.", "a text encoder alone; give its repository's folder");
        return others;
    }

    static OriginalFamily family(Checkpoint checkpoint) {
        if (Prefixes.any(checkpoint, Prefixes.UNET + "input_blocks.") && !Prefixes.any(checkpoint, "edm_mean")) {
            return requireNetworks(checkpoint, ofTextEncoder(checkpoint));
        }
        for (Map.Entry<String, String> other : OTHERS.entrySet()) {
            if (Prefixes.any(checkpoint, other.getKey())) {
                throw refused(checkpoint, "it is " + other.getValue());
            }
        }
        throw refused(checkpoint, checkpoint.names().isEmpty()
                ? "it holds no tensors"
                : "its tensors have other names, such as " + checkpoint.names().iterator().next());
    }

    private static OriginalFamily ofTextEncoder(Checkpoint checkpoint) {
        if (Prefixes.any(checkpoint, Prefixes.REFINER_OPEN_CLIP)) {
            throw refused(checkpoint,
                    "it is the refiner of Stable Diffusion XL, which is not supported; give the base model");
        }
        if (Prefixes.any(checkpoint, Prefixes.XL_OPEN_CLIP)) {
            return OriginalFamily.STABLE_DIFFUSION_XL;
        }
        boolean labelled = Prefixes.any(checkpoint, Prefixes.UNET + "label_emb.");
        if (labelled) {
            throw refused(checkpoint,
                    "its U-Net takes more than noise and text, as upscalers and image variations do, which are not supported");
        }
        if (Prefixes.any(checkpoint, Prefixes.OPEN_CLIP)) {
            return OriginalFamily.STABLE_DIFFUSION_2;
        }
        if (Prefixes.any(checkpoint, Prefixes.CLIP)) {
            return OriginalFamily.STABLE_DIFFUSION_1;
        }
        throw refused(checkpoint, "it holds a U-Net without a text encoder; get the full model");
    }

    private static OriginalFamily requireNetworks(Checkpoint checkpoint, OriginalFamily family) {
        if (!Prefixes.any(checkpoint, Prefixes.VAE)) {
            throw refused(checkpoint, "it holds no autoencoder; get the full model");
        }
        if (family == OriginalFamily.STABLE_DIFFUSION_XL && !Prefixes.any(checkpoint, Prefixes.XL_CLIP)) {
            throw refused(checkpoint, "it holds one of two text encoders only; get the full model");
        }
        return family;
    }

    /** Refuses tensors that belong to no network and are known to have no use. */
    static void requireNothingElse(Checkpoint checkpoint, OriginalFamily family) {
        List<String> prefixes = switch (family) {
            case STABLE_DIFFUSION_1 -> List.of(Prefixes.UNET, Prefixes.VAE, Prefixes.CLIP);
            case STABLE_DIFFUSION_2 -> List.of(Prefixes.UNET, Prefixes.VAE, Prefixes.OPEN_CLIP);
            case STABLE_DIFFUSION_XL -> List.of(Prefixes.UNET, Prefixes.VAE, Prefixes.XL_CLIP, Prefixes.XL_OPEN_CLIP);
        };
        List<String> left = checkpoint.names()
                .stream()
                .filter(name -> prefixes.stream().noneMatch(name::startsWith) && !isOfTraining(name))
                .toList();
        if (!left.isEmpty()) {
            throw refused(checkpoint, "it holds %d tensors that belong to no network of such a model: %s%s".formatted(
                    left.size(), String.join(", ", left.subList(0, Math.min(3, left.size()))),
                    left.size() > 3 ? ", ..." : ""));
        }
    }

    private static boolean isOfTraining(String name) {
        return TRAINING.contains(name) || TRAINING_PREFIXES.stream().anyMatch(name::startsWith);
    }

    /** Whether a tensor of the autoencoder is of what it was trained with. */
    static boolean isOfVaeTraining(String name) {
        return name.startsWith("loss.") || name.startsWith("model_ema.");
    }

    private static DreamCacherException refused(Checkpoint checkpoint, String reason) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "A model in one file must be a Stable Diffusion 1.x, 2.x or XL checkpoint with all its networks; %s is not: %s."
                        .formatted(checkpoint.source(), reason));
    }
}
