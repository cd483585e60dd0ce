package io.dreamcacher.diffusion.onnx;

/**
 * A tensor within a graph: an input, a weight, a constant or what an operator gives.
 *
 * @param name
 *            unique within its graph
 */
public record Value(String name) {
    /** Stands for an optional operator input that is left out. */
    static final Value ABSENT = new Value("");
}
