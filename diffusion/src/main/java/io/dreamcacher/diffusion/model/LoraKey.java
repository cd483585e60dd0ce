package io.dreamcacher.diffusion.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the name of a tensor in a LoRA says.
 *
 * @param module the layer that is changed: dotted in diffusers' layouts, underscored in that of kohya's trainer
 * @param part which of the change's tensors this is
 */
record LoraKey(String module, Part part) {
    /** The tensors of a change. */
    enum Part {
        DOWN, UP, ALPHA
    }

    private record Ending(String text, Part part) {}

    /** The longest first where one ends with another. */
    private static final List<Ending> ENDINGS = List.of(
            new Ending(".lora_down.weight", Part.DOWN), new Ending(".lora_up.weight", Part.UP), // kohya, A1111
            new Ending(".lora_A.weight", Part.DOWN), new Ending(".lora_B.weight", Part.UP), // peft
            new Ending(".lora_A.default.weight", Part.DOWN), new Ending(".lora_B.default.weight", Part.UP),
            new Ending(".lora_linear_layer.down.weight", Part.DOWN), // diffusers 0.18 to 0.22
            new Ending(".lora_linear_layer.up.weight", Part.UP),
            new Ending(".lora.down.weight", Part.DOWN), new Ending(".lora.up.weight", Part.UP),
            new Ending("_lora.down.weight", Part.DOWN), new Ending("_lora.up.weight", Part.UP), // diffusers up to 0.17
            new Ending(".lora.alpha", Part.ALPHA), new Ending("_lora.alpha", Part.ALPHA),
            new Ending(".alpha", Part.ALPHA));

    /** Layers of CLIP's attention as diffusers' processors called them. */
    private static final Map<String, String> TEXT_PROJECTIONS = Map.of("self_attn.to_q", "self_attn.q_proj",
            "self_attn.to_k", "self_attn.k_proj", "self_attn.to_v", "self_attn.v_proj",
            "self_attn.to_out", "self_attn.out_proj");

    /** Reads a tensor's name; empty if it is none of a plain LoRA. */
    static Optional<LoraKey> parse(String tensor) {
        for (Ending ending : ENDINGS) {
            int length = tensor.length() - ending.text.length();
            if (length > 0 && tensor.endsWith(ending.text)) {
                return Optional.of(new LoraKey(layer(tensor.substring(0, length)), ending.part));
            }
        }
        return Optional.empty();
    }

    /** From the path of an attention's processor to that of its layer. */
    private static String layer(String name) {
        String path = name.replace(".processor.", ".");
        for (Map.Entry<String, String> projection : TEXT_PROJECTIONS.entrySet()) {
            if (path.endsWith(projection.getKey())) {
                return path.substring(0, path.length() - projection.getKey().length()) + projection.getValue();
            }
        }
        return path.endsWith(".to_out") ? path + ".0" : path;
    }
}
