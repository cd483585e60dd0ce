package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.onnx.FloatTensor;
import io.dreamcacher.diffusion.repository.ModelConfig;
import java.awt.image.BufferedImage;

/**
 * Shows where a generation is heading: the latents that a step's prediction implies, thinned out so far that decoding
 * them is quick next to a step.
 */
public final class LatentPreview {
    /** Most latents a side; with a factor of 8 the preview has at most 192 pixels a side. */
    private static final int MOST_LATENTS = 24;

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

    /** The picture a step is heading for; smaller than the final one if that is large. */
    public BufferedImage picture(DenoisingStep step, StableDiffusionPipeline pipeline) {
        return Pictures.of(pipeline.decode(thinnedOut(original(step))));
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

    /** Every n-th latent in both directions, with the smallest n that leaves few enough. */
    private static FloatTensor thinnedOut(FloatTensor latents) {
        int channels = latents.shape().intSize(1);
        int height = latents.shape().intSize(2);
        int width = latents.shape().intSize(3);
        int stride = Math.ceilDiv(Math.max(height, width), MOST_LATENTS);
        int thinHeight = Math.ceilDiv(height, stride);
        int thinWidth = Math.ceilDiv(width, stride);
        float[] thin = new float[channels * thinHeight * thinWidth];
        int at = 0;
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < height; y += stride) {
                for (int x = 0; x < width; x += stride) {
                    thin[at++] = latents.values()[(channel * height + y) * width + x];
                }
            }
        }
        return FloatTensor.of(thin, 1, channels, thinHeight, thinWidth);
    }
}
