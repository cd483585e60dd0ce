package io.dreamcacher.collections.embedding;

/**
 * How a run went.
 *
 * @param embedded things whose vectors this run made
 * @param before things whose vectors an earlier run had made
 * @param passedOver things that could not be read, by earlier runs included
 * @param dimension of the vectors
 * @param milliseconds this run took
 */
public record EmbeddingTally(long embedded, long before, long passedOver, int dimension, long milliseconds) {
    /** Things embedded a second. */
    public double rate() {
        return embedded * 1000.0 / Math.max(1, milliseconds);
    }
}
