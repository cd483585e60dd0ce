package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.onnx.FloatTensor;
import java.util.Optional;

/**
 * What a CLIP text tower makes of token ids. Nothing here is scaled to unit length.
 *
 * @param lastHiddenState states after the final layer norm, [batch, tokens, width]: what conditions SD 1.x and 2.x
 * @param hiddenState states before some of the last layers, without norm, [batch, tokens, width]: before the last one,
 *        where nothing else was asked for, which is what conditions SDXL
 * @param pooled last hidden state at the end token, [batch, width]
 * @param projected the pooled state in the space shared with pictures, [batch, projection]; empty if the model has no
 *        projection
 */
public record TextStates(FloatTensor lastHiddenState, FloatTensor hiddenState, FloatTensor pooled,
        Optional<FloatTensor> projected) {}
