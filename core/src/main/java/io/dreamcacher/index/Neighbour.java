package io.dreamcacher.index;

import io.dreamcacher.generation.GenerationId;

/**
 * A generation found by a vector.
 *
 * @param found the generation
 * @param similarity cosine with the query, in [−1, 1]
 */
public record Neighbour(IndexedGeneration found, double similarity) {
    /** The generation's name. */
    public GenerationId id() {
        return found.generation().id();
    }
}
