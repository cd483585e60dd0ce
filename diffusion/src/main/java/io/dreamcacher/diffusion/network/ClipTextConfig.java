package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ModelConfig;

/**
 * What config.json says of a CLIP text tower.
 *
 * @param transformer sizes of its layers
 * @param vocabularySize number of token ids
 * @param positions longest sequence of tokens, 77 in published models
 * @param projectionWidth dimension of the joint space
 * @param endTokenId the id whose first occurrence is pooled; 2 stands for "the largest id", a published mistake that
 *        transformers keeps compatible with
 */
record ClipTextConfig(TransformerConfig transformer, int vocabularySize, int positions, int projectionWidth,
        int endTokenId) {

    private static final int POOL_AT_LARGEST_ID = 2;

    /** Reads the config of a text encoder, or the text half of a whole CLIP's. */
    static ClipTextConfig read(ModelConfig root) {
        ClipKeys.checkText(root);
        ModelConfig config = root.section("text_config").orElse(root);
        int projection = root.positive("projection_dim", 512);
        return new ClipTextConfig(TransformerConfig.ofText(config), config.positive("vocab_size", 49408),
                config.positive("max_position_embeddings", 77), projection, config.integer("eos_token_id", 49407));
    }

    boolean poolsAtLargestId() {
        return endTokenId == POOL_AT_LARGEST_ID;
    }

    /** The first position that holds the end token, or the largest id; 0 if there is no end token. */
    int pooledPosition(int... ids) {
        int position = 0;
        for (int i = 0; i < ids.length; i++) {
            if (!poolsAtLargestId() && ids[i] == endTokenId) {
                return i;
            }
            position = poolsAtLargestId() && ids[i] > ids[position] ? i : position;
        }
        return position;
    }
}
