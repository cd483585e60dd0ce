package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ModelConfig;
import java.util.List;

/**
 * How latents of an autoencoder become latents of about unit variance that noise is added to, and back:
 * {@code (z − mean − shift) * factor / std}, as SDXL's and SD3's pipelines of diffusers do it. Published models of
 * Stable Diffusion have a factor only.
 *
 * @param factor above 0, {@code scaling_factor}
 * @param shift {@code shift_factor}
 * @param mean of each channel; empty for zeros
 * @param std of each channel, above 0; empty for ones
 */
public record LatentScaling(float factor, float shift, List<Double> mean, List<Double> std) {
    /** Copies the lists and checks that both or neither are there. */
    public LatentScaling {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (!(factor > 0) || mean.size() != std.size() || std.stream().anyMatch(x -> !(x > 0))) {
            throw new IllegalArgumentException("Not a scaling: factor %s, means %s, deviations %s"
                    .formatted(factor, mean, std));
        }
    }

    static LatentScaling read(ModelConfig config) {
        double factor = config.number("scaling_factor", 0.18215);
        if (!(factor > 0)) {
            throw config.mustBe("scaling_factor", "above 0");
        }
        int channels = config.positive("latent_channels", 4);
        List<Double> mean = config.numbers("latents_mean");
        List<Double> std = config.numbers("latents_std");
        if (mean.size() != std.size() || (!mean.isEmpty() && mean.size() != channels)) {
            throw config.mustBe("latents_mean", "a list of %d as latents_std is, one a channel, or both be absent"
                    .formatted(channels));
        }
        if (std.stream().anyMatch(x -> !(x > 0))) {
            throw config.mustBe("latents_std", "above 0 in each channel");
        }
        return new LatentScaling((float) factor, (float) config.number("shift_factor", 0), mean, std);
    }

    /** From the encoder's latents [batch, channels, h, w] to those that noise is added to; a new tensor. */
    public FloatTensor scaled(FloatTensor latents) {
        return map(latents, (z, mean, std) -> (z - mean - shift) * factor / std);
    }

    /** From latents without noise to those that the decoder takes; a new tensor. */
    public FloatTensor unscaled(FloatTensor latents) {
        return map(latents, (z, mean, std) -> z * std / factor + mean + shift);
    }

    private interface Formula {
        float apply(float z, float mean, float std);
    }

    private FloatTensor map(FloatTensor latents, Formula formula) {
        int channels = latents.shape().intSize(1);
        if (!mean.isEmpty() && mean.size() != channels) {
            throw new IllegalArgumentException(
                    "Latents must have %d channels; found %d".formatted(mean.size(), channels));
        }
        float[] values = latents.values().clone();
        int plane = values.length / latents.shape().intSize(0) / channels;
        for (int i = 0; i < values.length; i++) {
            int channel = i / plane % channels;
            values[i] = formula.apply(values[i], mean.isEmpty() ? 0 : mean.get(channel).floatValue(),
                    std.isEmpty() ? 1 : std.get(channel).floatValue());
        }
        return new FloatTensor(latents.shape(), values);
    }
}
