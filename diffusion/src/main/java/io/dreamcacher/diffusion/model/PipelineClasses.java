package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.ModelRepository.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pipelines by the class names in model_index.json. Those that start from an image or repaint one have the same
 * components, and so have latent consistency models and what optimum exports.
 */
final class PipelineClasses {
    private static final Pattern STABLE_DIFFUSION = Pattern
            .compile("(?:Onnx|ORT)?StableDiffusion(XL)?(?:Img2Img|Inpaint)?Pipeline");
    private static final Pattern LATENT_CONSISTENCY = Pattern
            .compile("(?:ORT)?LatentConsistencyModel(?:Img2Img)?Pipeline");

    private PipelineClasses() {}

    /** The kind that a model_index.json names. */
    static Kind kind(ModelConfig index) {
        String className = index.text("_class_name").orElse("");
        Matcher stableDiffusion = STABLE_DIFFUSION.matcher(className);
        if (stableDiffusion.matches()) {
            return stableDiffusion.group(1) == null ? Kind.STABLE_DIFFUSION : Kind.STABLE_DIFFUSION_XL;
        }
        if (LATENT_CONSISTENCY.matcher(className).matches()) {
            return Kind.STABLE_DIFFUSION;
        }
        throw index.mustBe("_class_name", "StableDiffusionPipeline or StableDiffusionXLPipeline");
    }
}
