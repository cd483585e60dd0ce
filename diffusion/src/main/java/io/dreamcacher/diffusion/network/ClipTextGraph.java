package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;
import java.util.List;

/** Writes the CLIP text tower: token and position embeddings, causal transformer, state at the end token. */
final class ClipTextGraph {
    static final String INPUT_IDS = "input_ids";
    static final String LAST_HIDDEN_STATE = "last_hidden_state";
    static final String POOLER_OUTPUT = "pooler_output";
    static final String TEXT_EMBEDS = "text_embeds";

    /** The output with the states after so many layers, without norm. */
    static String hiddenState(int layers) {
        return "hidden_states." + layers;
    }

    private final Layers root;
    private final OnnxGraph graph;
    private final ClipTextConfig config;
    private final int width;

    ClipTextGraph(Layers root, ClipTextConfig config) {
        this.root = root;
        this.graph = root.graph();
        this.config = config;
        this.width = config.transformer().width();
    }

    void build(boolean projected) {
        Layers model = root.in("text_model");
        Value ids = graph.input(INPUT_IDS, OnnxType.INT64, "batch", "tokens");
        List<Value> states = new ClipTransformer(config.transformer(), true)
                .apply(model.in("encoder"), embeddings(model.in("embeddings"), ids));
        Value last = model.layerNorm("final_layer_norm", states.getLast(), width, config.transformer().epsilon());
        Value pooled = graph.op("GatherND", List.of(last, pooledPosition(ids)), Attribute.of("batch_dims", 1));
        graph.output(LAST_HIDDEN_STATE, last, "batch", "tokens", "width");
        for (int i = 0; i < states.size(); i++) {
            graph.output(hiddenState(i), states.get(i), "batch", "tokens", "width");
        }
        graph.output(POOLER_OUTPUT, pooled, "batch", "width");
        if (projected) {
            Value embeds = root.linearWithoutBias("text_projection", pooled, width, config.projectionWidth());
            graph.output(TEXT_EMBEDS, embeds, "batch", "projection");
        }
    }

    private Value embeddings(Layers embeddings, Value ids) {
        Value tokens = embeddings.embedding("token_embedding", ids, config.vocabularySize(), width);
        Value table = embeddings.in("position_embedding").weight("weight", Shape.of(config.positions(), width));
        Value length = graph.op("Shape", List.of(ids), Attribute.of("start", 1));
        Value positions = graph.op("Slice", List.of(table, graph.integers(0), length)); // [tokens, width]
        return embeddings.add(tokens, positions);
    }

    /** The first position that holds the end token, or the largest id: [batch, 1]. */
    private Value pooledPosition(Value ids) {
        Value marked = config.poolsAtLargestId()
                ? ids
                : graph.op("Equal", List.of(ids, graph.integer(config.endTokenId())));
        Value comparable = graph.op("Cast", List.of(marked), Attribute.of("to", OnnxType.INT32.number()));
        return graph.op("ArgMax", List.of(comparable), Attribute.of("axis", 1));
    }
}
