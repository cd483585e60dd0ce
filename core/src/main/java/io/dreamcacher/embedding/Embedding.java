package io.dreamcacher.embedding;

import java.util.Arrays;

/** A unit-length float vector. Immutable and thread-safe. */
public final class Embedding {
    private static final double SMALLEST_LENGTH = 1e-12;

    /** Rounding each component to float moves the length by less. */
    private static final double ROUNDING = 1e-6;

    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /**
     * Scales a vector to unit length. One that has it already, up to rounding, is taken as it is: an embedding made of
     * another one's {@link #toArray} is equal to it.
     *
     * @param vector any finite, non-zero vector; copied
     */
    public static Embedding ofVector(float[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        if (!Double.isFinite(length) || length < SMALLEST_LENGTH) {
            throw new IllegalArgumentException(
                    "an embedding must be finite and not zero, but its length is %s".formatted(length));
        }
        if (Math.abs(length - 1) < ROUNDING) {
            return new Embedding(vector.clone());
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return new Embedding(unit);
    }

    /** Number of components. */
    public int dimension() {
        return values.length;
    }

    /** Cosine with another embedding of the same space, in [−1, 1]; higher is closer. */
    public double similarity(Embedding other) {
        if (other.values.length != values.length) {
            throw new IllegalArgumentException("both embeddings must have the same dimension, found %d and %d"
                    .formatted(values.length, other.values.length));
        }
        return Math.clamp(dot(values, other.values), -1.0, 1.0);
    }

    /** A copy of the components. */
    public float[] toArray() {
        return values.clone();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[" + values.length + "]";
    }
}
