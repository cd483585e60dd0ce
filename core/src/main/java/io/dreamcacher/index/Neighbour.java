package io.dreamcacher.index;

import io.dreamcacher.generation.GenerationId;

/**
 * A generation found by a vector.
 *
 * @param id its name
 * @param similarity cosine with the query, in [−1, 1]
 */
public record Neighbour(GenerationId id, double similarity) {}
