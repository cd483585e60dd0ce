package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ModelConfig;

/**
 * What config.json says of a CLIP image tower.
 *
 * @param transformer sizes of its layers
 * @param channels of an image
 * @param imageSize width and height of an image
 * @param patchSize width and height of a patch
 * @param projectionWidth dimension of the joint space
 */
record ClipVisionConfig(TransformerConfig transformer, int channels, int imageSize, int patchSize,
        int projectionWidth) {

    /** Reads the config of an image encoder, or the vision half of a whole CLIP's. */
    static ClipVisionConfig read(ModelConfig root) {
        ClipKeys.checkVision(root);
        ModelConfig config = root.section("vision_config").orElse(root);
        return new ClipVisionConfig(TransformerConfig.ofVision(config), config.positive("num_channels", 3),
                config.positive("image_size", 224), config.positive("patch_size", 32),
                root.positive("projection_dim", 512));
    }

    /** Number of states: one a patch, and the class token's. */
    int positions() {
        int patches = imageSize / patchSize;
        return patches * patches + 1;
    }
}
