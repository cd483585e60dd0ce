package io.dreamcacher.suggestion;

import io.dreamcacher.generation.GenerationId;
import java.util.Optional;

/**
 * A remembered prompt offered to somebody who types.
 *
 * @param text the prompt as it was first written
 * @param uses how often it was asked for; 0 when it was only embedded
 * @param image the image that answers it, if any
 */
public record Suggestion(String text, long uses, Optional<GenerationId> image) {}
