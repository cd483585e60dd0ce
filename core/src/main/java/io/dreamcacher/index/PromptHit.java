package io.dreamcacher.index;

import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.generation.GenerationId;
import java.util.Optional;

/**
 * A remembered prompt found for what somebody types.
 *
 * @param key the prompt's key
 * @param text the prompt
 * @param uses how often it was asked for
 * @param image the image that answers it, if any
 */
public record PromptHit(PromptKey key, String text, long uses, Optional<GenerationId> image) {}
