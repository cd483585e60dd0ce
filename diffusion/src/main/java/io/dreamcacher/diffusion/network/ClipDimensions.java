package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ModelConfig;

/**
 * The sizes of a CLIP's vectors, known from its config.json alone.
 *
 * @param text width of the text tower's states
 * @param joint dimension of the space that texts and images share; 0 if the model has no image tower
 * @param layers of the text tower
 */
public record ClipDimensions(int text, int joint, int layers) {
    /** Reads the config of a whole CLIP, or of a text encoder alone. */
    public static ClipDimensions read(ModelConfig config) {
        ClipTextConfig text = ClipTextConfig.read(config);
        return new ClipDimensions(text.transformer().width(), config.has("vision_config") ? text.projectionWidth() : 0,
                text.transformer().layers());
    }
}
