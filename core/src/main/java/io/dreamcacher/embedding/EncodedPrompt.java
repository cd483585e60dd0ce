package io.dreamcacher.embedding;

import java.util.Optional;

/**
 * A prompt as vectors.
 *
 * @param prompt in prompt space, to compare with other prompts
 * @param text in the joint space, to compare with images; empty when the model has no projection
 * @param cut whether the prompt was longer than the text tower's window, so that its end is in neither vector
 */
public record EncodedPrompt(Embedding prompt, Optional<Embedding> text, boolean cut) {}
