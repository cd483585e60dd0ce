package io.dreamcacher.diffusion.network;

import java.util.Optional;

/**
 * What a CLIP image tower makes of images. Nothing here is scaled to unit length.
 *
 * @param lastHiddenState states after the last layer, without norm, [batch, 1 + patches, width]
 * @param pooled normalised state of the class token, [batch, width]
 * @param projected the pooled state in the space shared with texts, [batch, projection]; empty if the model has no
 *        projection
 */
public record ImageStates(FloatTensor lastHiddenState, FloatTensor pooled, Optional<FloatTensor> projected) {}
