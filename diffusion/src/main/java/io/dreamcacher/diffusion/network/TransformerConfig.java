package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ModelConfig;

/**
 * Sizes of a CLIP tower's transformer.
 *
 * @param layers number of layers
 * @param heads attention heads; they share the width equally
 * @param width of the states between layers ({@code hidden_size})
 * @param feedForwardWidth within a layer's perceptron ({@code intermediate_size})
 * @param activation of the perceptron
 * @param epsilon of the layer norms
 */
record TransformerConfig(int layers, int heads, int width, int feedForwardWidth, Activation activation,
        float epsilon) {

    /** Reads the sizes; defaults are those of transformers' CLIPTextConfig (heads 8, width 512). */
    static TransformerConfig ofText(ModelConfig config) {
        return read(config, 8, 512, 2048);
    }

    /** Reads the sizes; defaults are those of transformers' CLIPVisionConfig (heads 12, width 768). */
    static TransformerConfig ofVision(ModelConfig config) {
        return read(config, 12, 768, 3072);
    }

    private static TransformerConfig read(ModelConfig config, int heads, int width, int feedForwardWidth) {
        TransformerConfig read = new TransformerConfig(config.positive("num_hidden_layers", 12),
                config.positive("num_attention_heads", heads), config.positive("hidden_size", width),
                config.positive("intermediate_size", feedForwardWidth),
                Activations.read(config, "hidden_act", "quick_gelu"), (float) config.number("layer_norm_eps", 1e-5));
        if (read.width % read.heads != 0) {
            throw config.mustBe("num_attention_heads", "a divisor of hidden_size " + read.width);
        }
        return read;
    }
}
