package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.pipeline.DenoisingListener.DenoisingStep;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * Shows where a generation is heading: the colours of the latents that a step's prediction implies, by a linear map that
 * is fitted to the model's autoencoder once. A preview costs well under a hundredth of a step.
 */
final class LatentPreview {
    /** Previews are enlarged up to so many pixels a side, and never beyond the image. */
    private static final int LARGEST_SIDE = 256;

    private final Prediction prediction;

    /** What the network's output stands for, {@code prediction_type} in scheduler_config.json. */
    private enum Prediction {
        EPSILON, V_PREDICTION, SAMPLE
    }

    private LatentPreview(Prediction prediction) {
        this.prediction = prediction;
    }

    /** Previews for a repository with this scheduler_config.json. */
    public static LatentPreview of(ModelConfig scheduler) {
        return new LatentPreview(switch (scheduler.text("prediction_type").orElse("epsilon")) {
            case "epsilon" -> Prediction.EPSILON;
            case "v_prediction" -> Prediction.V_PREDICTION;
            case "sample" -> Prediction.SAMPLE;
            default -> throw scheduler.mustBe("prediction_type", "epsilon, v_prediction or sample");
        });
    }

    /** The image that a step of one image is heading for; smaller than the final one if that is large. */
    public BufferedImage image(DenoisingStep step, StableDiffusionPipeline pipeline) {
        BufferedImage small = DecodedImage.of(pipeline.colors().of(original(step)));
        int longer = Math.max(small.getWidth(), small.getHeight());
        int scale = Math.clamp(LARGEST_SIDE / longer, 1, pipeline.spatialFactor() / 2);
        BufferedImage enlarged = new BufferedImage(small.getWidth() * scale, small.getHeight() * scale,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = enlarged.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(small, 0, 0, enlarged.getWidth(), enlarged.getHeight(), null);
        graphics.dispose();
        return enlarged;
    }

    /**
     * The latents without their noise. The network's input x is sqrt(alpha) x0 + sqrt(1 − alpha) noise for every
     * scheduler, and sigma is sqrt((1 − alpha) / alpha).
     */
    FloatTensor original(DenoisingStep step) {
        double sigma = step.sigma();
        double inverseSignal = Math.sqrt(1 + sigma * sigma); // 1 / sqrt(alpha)
        float[] x = step.input().values();
        float[] output = step.prediction().values();
        float[] original = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            original[i] = (float) switch (prediction) {
                case EPSILON -> x[i] * inverseSignal - sigma * output[i];
                case V_PREDICTION -> (x[i] - sigma * output[i]) / inverseSignal;
                case SAMPLE -> output[i];
            };
        }
        return new FloatTensor(step.input().shape(), original);
    }
}
