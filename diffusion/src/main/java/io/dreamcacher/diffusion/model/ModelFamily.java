package io.dreamcacher.diffusion.model;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What models a LoRA can be for, told by the width of the text states that the U-Net's attention takes.
 *
 * @param textWidth 768 for Stable Diffusion 1.x, 1024 for 2.x, 2048 for SDXL
 */
record ModelFamily(long textWidth) {
    private static boolean readsText(String layer) {
        return layer.contains("attn2") && (layer.endsWith("to_k") || layer.endsWith("to_v"));
    }

    /** The family of a U-Net; empty if it has no attention to texts. */
    static Optional<ModelFamily> of(Checkpoint unet) {
        return first(unet.names()
                .stream()
                .filter(name -> name.endsWith("attn2.to_k.weight"))
                .map(name -> unet.tensor(name).shape()));
    }

    /** The family of a LoRA; empty if it leaves the attention to texts alone. */
    static Optional<ModelFamily> of(LoraFile lora) {
        return first(lora.modules()
                .stream()
                .filter(module -> readsText(module.name()))
                .map(module -> module.down().shape()));
    }

    private static Optional<ModelFamily> first(Stream<Shape> weights) {
        return weights.findFirst().map(shape -> new ModelFamily(shape.size(1)));
    }

    @Override
    public String toString() {
        String states = "text states of width " + textWidth;
        return switch ((int) textWidth) {
            case 768 -> "Stable Diffusion 1.x (" + states + ")";
            case 1024 -> "Stable Diffusion 2.x (" + states + ")";
            case 2048 -> "Stable Diffusion XL (" + states + ")";
            default -> states;
        };
    }
}
