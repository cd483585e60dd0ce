package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.diffusion.pipeline.Blend;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.failure.DreamCacherException;
import java.util.List;

/**
 * A blend of single vectors, as search compares them.
 *
 * @param vector the result, not scaled to unit length; owned by the caller
 * @param similarities cosine of the result with each term's vector, in the terms' order
 */
@SuppressWarnings("ArrayRecordComponent") // a numeric result: compared by nobody
public record BlendedVector(float[] vector, List<Double> similarities) {
    /** Copies the list. */
    public BlendedVector {
        similarities = List.copyOf(similarities);
    }

    /**
     * Calculates a blend.
     *
     * @param maker of single vectors
     * @param seed of the blend's noise
     * @throws DreamCacherException {@code BAD_REQUEST} if the result is zero, which has no direction
     */
    public static BlendedVector of(Blend blend, VectorMaker maker, long seed) {
        List<float[]> vectors = blend.terms()
                .stream()
                .map(term -> maker.ofText(term.text()).rows().getFirst())
                .toList();
        float[] noise = new TorchCpuGenerator(seed).randn(vectors.getFirst().length);
        float[] result = blend.of(vectors, noise);
        if (isZero(result)) {
            throw DreamCacherException.badRequest(
                    "The blend must not come to nothing, but every number of it is 0; change the weights or the scale.");
        }
        Embedding direction = Embedding.ofVector(result);
        return new BlendedVector(result,
                vectors.stream().map(Embedding::ofVector).map(direction::similarity).toList());
    }

    private static boolean isZero(float[] values) {
        for (float value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }
}
