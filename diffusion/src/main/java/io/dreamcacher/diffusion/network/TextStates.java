package io.dreamcacher.diffusion.network;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Optional;

/**
 * What a CLIP text tower makes of token ids. Nothing here is scaled to unit length.
 *
 * @param lastHiddenState states after the final layer norm, [batch, tokens, width]: what conditions SD 1.x and 2.x
 * @param innerState states before some of the last layers, without norm, [batch, tokens, width]: before the last one,
 *        where nothing else was asked for, which is what conditions SDXL; empty if an exported network does not tell it
 * @param pooled last hidden state at the end token, [batch, width]
 * @param projected the pooled state in the space shared with images, [batch, projection]; empty if the model has no
 *        projection
 */
public record TextStates(FloatTensor lastHiddenState, Optional<FloatTensor> innerState, FloatTensor pooled,
        Optional<FloatTensor> projected) {

    /**
     * The states before some of the last layers, {@link #innerState()}.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if an exported network does not tell them
     */
    public FloatTensor hiddenState() {
        return innerState.orElseThrow(() -> new DreamCacherException(FailureCategory.BAD_MODEL,
                "A text encoder of SDXL, or one whose last layers are skipped, must give the states of its layers; the exported one has no outputs hidden_states.N. Export it with them, as optimum does."));
    }
}
