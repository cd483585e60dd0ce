package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ModelConfig;

/** Reads names of activation functions. */
final class Activations {
    private Activations() {}

    /** The function a key names; an unknown name is an error. */
    static Activation read(ModelConfig config, String key, String absent) {
        return Activation.named(config.text(key).orElse(absent))
                .orElseThrow(() -> config.mustBe(key, "quick_gelu, gelu, silu or swish"));
    }
}
