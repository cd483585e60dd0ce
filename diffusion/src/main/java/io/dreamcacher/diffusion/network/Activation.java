package io.dreamcacher.diffusion.network;

import java.util.Optional;

/** Non-linear functions between layers, named as in transformers and diffusers. */
enum Activation {
    /** {@code x * sigmoid(1.702 x)}: the approximation of the original CLIP. */
    QUICK_GELU,
    /** {@code x * Phi(x)}, with the exact error function (Hendrycks and Gimpel 2016). */
    GELU,
    /** {@code x * sigmoid(x)}, also called swish (Elfwing et al. 2017). */
    SILU;

    /** The function that a config.json calls {@code name}; empty if it is none of these. */
    public static Optional<Activation> named(String name) {
        return switch (name) {
            case "quick_gelu" -> Optional.of(QUICK_GELU);
            case "gelu" -> Optional.of(GELU);
            case "silu", "swish" -> Optional.of(SILU);
            default -> Optional.empty();
        };
    }
}
