package io.dreamcacher.diffusion.network;

/**
 * A tensor within a graph: an input, a weight, a constant or what an operator gives.
 *
 * @param name
 *            unique within its graph
 */
record Value(String name) {
    /** Stands for an optional operator input that is left out. */
    static final Value ABSENT = new Value("");
}
