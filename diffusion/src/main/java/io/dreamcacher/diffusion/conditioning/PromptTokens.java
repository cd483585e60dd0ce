package io.dreamcacher.diffusion.conditioning;

import java.util.List;
import java.util.OptionalInt;

/**
 * A prompt as one tokenizer reads it.
 *
 * @param chunks one or more, in the order of the text; a text encoder reads each by itself
 * @param cutAt index into the prompt of the first char that is left out; empty if none is
 */
record PromptTokens(List<PromptChunk> chunks, OptionalInt cutAt) {
    /** Copies the list. */
    public PromptTokens {
        chunks = List.copyOf(chunks);
    }
}
