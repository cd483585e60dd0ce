package io.dreamcacher.diffusion.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * OpenAI's CLIP text tower, which checkpoints hold by the names of the transformers library; some merging tools leave
 * the first part out.
 */
final class ClipLayout {
    private static final String MODEL = "text_model.";
    private static final List<String> INSIDE = List.of("embeddings.", "encoder.", "final_layer_norm.");

    private ClipLayout() {}

    static Map<String, WeightTensor> translate(Map<String, WeightTensor> original) {
        Map<String, WeightTensor> tensors = new TreeMap<>();
        original.forEach((name, tensor) -> tensors.put(INSIDE.stream().anyMatch(name::startsWith)
                ? MODEL + name
                : name, tensor));
        return tensors;
    }
}
