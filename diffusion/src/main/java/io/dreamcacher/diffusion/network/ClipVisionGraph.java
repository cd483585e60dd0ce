package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;
import java.util.List;

/** Writes the CLIP image tower: patches after a class token, transformer, normalised state of the class token. */
final class ClipVisionGraph {
    static final String PIXEL_VALUES = "pixel_values";
    static final String LAST_HIDDEN_STATE = "last_hidden_state";
    static final String POOLER_OUTPUT = "pooler_output";
    static final String IMAGE_EMBEDS = "image_embeds";

    private final Layers root;
    private final OnnxGraph graph;
    private final ClipVisionConfig config;
    private final int width;

    ClipVisionGraph(Layers root, ClipVisionConfig config) {
        this.root = root;
        this.graph = root.graph();
        this.config = config;
        this.width = config.transformer().width();
    }

    void build(boolean projected) {
        float epsilon = config.transformer().epsilon();
        Layers model = root.in("vision_model");
        Value pixels = graph.input(PIXEL_VALUES, OnnxType.FLOAT, "batch", "channels", "height", "width");
        Value states = model.layerNorm("pre_layrnorm", embeddings(model.in("embeddings"), pixels), width, epsilon);
        Value last = new ClipTransformer(config.transformer(), false).apply(model.in("encoder"), states).getLast();
        Value first = graph.op("Gather", List.of(last, graph.integer(0)), Attribute.of("axis", 1)); // [batch, width]
        Value pooled = model.layerNorm("post_layernorm", first, width, epsilon);
        graph.output(LAST_HIDDEN_STATE, last, "batch", "tokens", "hidden");
        graph.output(POOLER_OUTPUT, pooled, "batch", "hidden");
        if (projected) {
            Value embeds = root.linearWithoutBias("visual_projection", pooled, width, config.projectionWidth());
            graph.output(IMAGE_EMBEDS, embeds, "batch", "projection");
        }
    }

    private Value embeddings(Layers embeddings, Value pixels) {
        Value patches = embeddings.tokens(embeddings.convWithoutBias("patch_embedding", pixels,
                Kernel.patches(config.patchSize()), config.channels(), width));
        Value batch = graph.op("Shape", List.of(pixels), Attribute.of("end", 1));
        Value classToken = graph.op("Expand", List.of(embeddings.weight("class_embedding", Shape.of(width)),
                embeddings.concat(0, batch, graph.integers(1, width)))); // [batch, 1, width]
        Value positions = embeddings.in("position_embedding").weight("weight", Shape.of(config.positions(), width));
        return embeddings.add(embeddings.concat(1, classToken, patches), positions);
    }
}
