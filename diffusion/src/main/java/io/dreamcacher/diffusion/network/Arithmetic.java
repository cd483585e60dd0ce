package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.network.SessionSettings.Precision;
/**
 * How products with weights are computed: all that precision decides. Weights and biases are found below the layers that
 * are handed over, as {@code weight} and {@code bias}.
 */
sealed interface Arithmetic permits FloatArithmetic, Int8Arithmetic {
    /** {@code x W^T + b} over the last dimension, with some of the rows of W: [..., in] to [..., rows]. */
    Value linear(Layers layer, Value x, Rows rows, long in, Value bias);

    /** A convolution: [batch, in, h, w] to [batch, out, h', w']. */
    Value conv(Layers layer, Value x, Kernel kernel, long in, long out, Value bias);

    /** The arithmetic of a precision, for one graph. */
    static Arithmetic of(Precision precision, OnnxGraph graph) {
        return switch (precision) {
            case EXACT -> new FloatArithmetic(graph);
            case FAST -> new Int8Arithmetic(graph);
        };
    }

    /**
     * Some of the rows of a matrix, which are some of the outputs of its layer.
     *
     * @param all how many the matrix has
     * @param first from 0
     * @param count 1 or more
     */
    record Rows(long all, long first, long count) {
        /** All rows. */
        static Rows all(long count) {
            return new Rows(count, 0, count);
        }

        /** Whether these are all there are. */
        boolean areAll() {
            return count == all;
        }
    }
}
