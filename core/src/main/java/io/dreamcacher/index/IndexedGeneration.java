package io.dreamcacher.index;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.Generation;
import java.util.Optional;

/**
 * A generation as the index knows it: all that a decision about it needs.
 *
 * @param generation what made the image, and when
 * @param prompt its prompt in prompt space
 * @param image the image in the joint space; empty when the memory's CLIP has no vision tower
 */
public record IndexedGeneration(Generation generation, Embedding prompt, Optional<Embedding> image) {}
