package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.WeightTensor.Made;
import io.dreamcacher.diffusion.model.WeightTensor.Stored;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates OpenCLIP's text tower (Ilharco et al. 2021) to transformers' CLIPTextModel. Three differences are more than
 * names: queries, keys and values are one matrix, of which each gets a third of the rows; the projection is stored
 * transposed; and Stable Diffusion 2 never uses the last layer, nor the projection.
 */
final class OpenClipLayout {
    private static final Pattern LAYER = Pattern.compile("transformer\\.resblocks\\.(\\d{1,4})\\.(.+)");
    private static final String FUSED = "attn.in_proj_";
    private static final String PROJECTION = "text_projection";

    private static final Renaming OUTSIDE = new Renaming()
            .rule("token_embedding", "text_model.embeddings.token_embedding")
            .rule("ln_final", "text_model.final_layer_norm");

    private static final Renaming LAYER_PARTS = new Renaming().rule("ln_1", "layer_norm1")
            .rule("ln_2", "layer_norm2")
            .rule("mlp.c_fc", "mlp.fc1")
            .rule("mlp.c_proj", "mlp.fc2")
            .rule("attn.out_proj", "self_attn.out_proj");

    private final Path source;
    private final int layers;
    private final boolean projected;
    private final Map<String, WeightTensor> tensors = new TreeMap<>();

    /**
     * A translation.
     *
     * @param source for messages
     * @param layers how many layers are used; further ones are left out
     * @param projected whether the projection is used
     */
    OpenClipLayout(Path source, int layers, boolean projected) {
        this.source = source;
        this.layers = layers;
        this.projected = projected;
    }

    /** How many layers a tower has. */
    static int layers(Map<String, WeightTensor> original) {
        return original.keySet()
                .stream()
                .map(LAYER::matcher)
                .filter(Matcher::matches)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)) + 1)
                .max()
                .orElse(0);
    }

    Map<String, WeightTensor> translate(Map<String, WeightTensor> original) {
        original.forEach(this::translate);
        return tensors;
    }

    private void translate(String name, WeightTensor tensor) {
        Matcher layer = LAYER.matcher(name);
        if (layer.matches()) {
            int index = Integer.parseInt(layer.group(1));
            if (index < layers) {
                layerPart("text_model.encoder.layers.%d.".formatted(index), layer.group(2), tensor);
            }
            return;
        }
        switch (name) {
            case "positional_embedding" -> tensors.put("text_model.embeddings.position_embedding.weight", tensor);
            case PROJECTION -> projection(tensor);
            case "logit_scale", "attn_mask" -> {
            } // of training
            default -> tensors.put(OUTSIDE.apply(name).orElse(name), tensor);
        }
    }

    private void layerPart(String layer, String part, WeightTensor tensor) {
        if (part.equals(FUSED + "weight") || part.equals(FUSED + "bias")) {
            split(layer + "self_attn.", part.substring(FUSED.length()), tensor);
            return;
        }
        tensors.put(layer + LAYER_PARTS.apply(part).orElse(part), tensor);
    }

    private void split(String attention, String kind, WeightTensor tensor) {
        if (!(tensor instanceof Stored fused) || fused.shape().rank() < 1 || fused.shape().size(0) < 3
                || fused.shape().size(0) % 3 != 0) {
            throw bad(
                    "The fused matrix of queries, keys and values must have three times as many rows as each; found the shape %s for %s%s in %s."
                            .formatted(tensor.shape(), attention, kind, source));
        }
        long rows = fused.shape().size(0) / 3;
        List<String> parts = List.of("q_proj.", "k_proj.", "v_proj.");
        for (int i = 0; i < parts.size(); i++) {
            tensors.put(attention + parts.get(i) + kind, fused.rows(i * rows, rows));
        }
    }

    private void projection(WeightTensor tensor) {
        if (!projected) {
            return;
        }
        if (tensor.shape().rank() != 2) {
            throw bad("The text projection of %s must be a matrix; found the shape %s.".formatted(source,
                    tensor.shape()));
        }
        tensors.put(PROJECTION + ".weight", transposed(tensor));
    }

    private static Made transposed(WeightTensor tensor) {
        Shape shape = tensor.shape();
        return new Made(Shape.of(shape.size(1), shape.size(0)), () -> {
            int rows = shape.intSize(0);
            int columns = shape.intSize(1);
            float[] values = tensor.floats();
            float[] transposed = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                transposed[i % columns * rows + i / columns] = values[i];
            }
            return transposed;
        });
    }

    private static DreamCacherException bad(String message) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, message);
    }
}
