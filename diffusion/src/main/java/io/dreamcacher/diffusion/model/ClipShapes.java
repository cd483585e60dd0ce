package io.dreamcacher.diffusion.model;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Derives the config of a CLIP text tower from its tensors. Shapes tell all but the number of heads, which are 64 wide in
 * every CLIP, and the activation, which OpenAI and OpenCLIP chose differently.
 */
final class ClipShapes {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int HEAD_WIDTH = 64;
    /** Pooling at the largest id, as the published configs say. */
    private static final int END_TOKEN = 2;

    private final Shapes shapes;

    ClipShapes(Shapes shapes) {
        this.shapes = shapes;
    }

    /**
     * What config.json would say, as JSON.
     *
     * @param activation {@code quick_gelu} or {@code gelu}
     */
    ObjectNode config(String activation) {
        String tokens = "text_model.embeddings.token_embedding.weight";
        int width = shapes.size(tokens, 1);
        if (width % HEAD_WIDTH != 0) {
            throw shapes.untold("number of a text encoder's heads",
                    "a width of %d is not made of heads %d wide".formatted(width, HEAD_WIDTH));
        }
        boolean projected = shapes.has("text_projection.weight");
        ObjectNode config = JSON.createObjectNode();
        config.putArray("architectures").add(projected ? "CLIPTextModelWithProjection" : "CLIPTextModel");
        config.put("vocab_size", shapes.size(tokens, 0))
                .put("hidden_size", width)
                .put("num_attention_heads", width / HEAD_WIDTH)
                .put("num_hidden_layers", shapes.count("text_model.encoder.layers."))
                .put("intermediate_size", shapes.size("text_model.encoder.layers.0.mlp.fc1.weight", 0))
                .put("max_position_embeddings", shapes.size("text_model.embeddings.position_embedding.weight", 0))
                .put("projection_dim", projected ? shapes.size("text_projection.weight", 0) : width)
                .put("hidden_act", activation)
                .put("eos_token_id", END_TOKEN);
        return config;
    }
}
