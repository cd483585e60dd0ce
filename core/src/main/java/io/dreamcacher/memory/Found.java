package io.dreamcacher.memory;

import io.dreamcacher.generation.Generation;

/**
 * A search result.
 *
 * @param generation what was found
 * @param similarity cosine with the query, in [−1, 1]
 */
public record Found(Generation generation, double similarity) {}
