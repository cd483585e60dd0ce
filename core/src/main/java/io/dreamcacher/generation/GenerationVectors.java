package io.dreamcacher.generation;

import io.dreamcacher.embedding.Embedding;
import java.util.Optional;

/**
 * The vectors of one remembered image.
 *
 * @param prompt its prompt in prompt space
 * @param joint its prompt and itself in the joint space; empty when the memory's CLIP has no vision tower
 */
public record GenerationVectors(Embedding prompt, Optional<Joint> joint) {
    /**
     * Vectors of the space shared by text and images.
     *
     * @param text the prompt
     * @param image the image
     */
    public record Joint(Embedding text, Embedding image) {}
}
