package io.dreamcacher.embedding;

import io.dreamcacher.failure.DreamCacherException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several vectors of one space as one to search with: their weighted sum at unit length, the way words and images are
 * added and taken away in a joint space. Not thread-safe.
 */
public final class EmbeddingSum {
    private static final double SMALLEST = 1e-6;

    private final List<Embedding> vectors = new ArrayList<>();
    private final List<Double> weights = new ArrayList<>();

    /**
     * Adds a vector.
     *
     * @param weight finite, not 0; below 0 to be far from it
     * @throws DreamCacherException {@code BAD_REQUEST} for another weight
     */
    public EmbeddingSum add(Embedding vector, double weight) {
        if (!Double.isFinite(weight) || weight == 0) {
            throw DreamCacherException.badRequest(
                    "A weight must be a number other than 0, but is %s; leave out what is not to count."
                            .formatted(weight));
        }
        vectors.add(vector);
        weights.add(weight);
        return this;
    }

    /**
     * The sum at unit length.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} where nothing was added, or what was cancels itself
     */
    public Embedding vector() {
        if (vectors.isEmpty()) {
            throw DreamCacherException.badRequest("Say what to search for: words, a picture, or both.");
        }
        double[] sum = new double[vectors.getFirst().dimension()];
        for (int i = 0; i < vectors.size(); i++) {
            float[] values = vectors.get(i).toArray();
            for (int at = 0; at < sum.length; at++) {
                sum[at] += weights.get(i) * values[at];
            }
        }
        return embedding(sum);
    }

    private static Embedding embedding(double... sum) {
        float[] values = new float[sum.length];
        double largest = 0;
        for (int at = 0; at < sum.length; at++) {
            values[at] = (float) sum[at];
            largest = Math.max(largest, Math.abs(sum[at]));
        }
        if (!(largest > SMALLEST) || !Double.isFinite(largest)) {
            throw DreamCacherException.badRequest(
                    "What is added and taken away must leave a direction to search in, but cancels itself; leave one of them out.");
        }
        return Embedding.ofVector(values);
    }
}
