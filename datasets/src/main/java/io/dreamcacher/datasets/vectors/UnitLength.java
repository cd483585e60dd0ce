package io.dreamcacher.datasets.vectors;

import java.util.Optional;

/** Whether a vector can be compared by its cosine. */
final class UnitLength {
    /** Rounding to float16 moves a length by 5e-4 at most; a model that forgot to normalise is off by far more. */
    static final double TOLERANCE = 0.01;

    private UnitLength() {}

    /** What is wrong with a vector; empty if it has unit length. */
    static Optional<String> fault(float[] vector) {
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                return Optional.of("a vector has finite numbers, but number %d is %s".formatted(i, vector[i]));
            }
            sum += (double) vector[i] * vector[i];
        }
        double length = Math.sqrt(sum);
        return Math.abs(length - 1) <= TOLERANCE
                ? Optional.empty()
                : Optional.of("a vector has length 1, give or take %s, but its length is %.4f; divide it by that"
                        .formatted(TOLERANCE, length));
    }
}
