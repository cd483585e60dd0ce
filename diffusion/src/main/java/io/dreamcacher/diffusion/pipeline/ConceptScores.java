package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.pipeline.SafetyChecker.SafetyVerdict;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule of diffusers' {@code StableDiffusionSafetyChecker}: an image is flagged if its cosine to a concept exceeds
 * the concept's own threshold, both to three digits; an image near a concept of special care needs 0.01 less to be so.
 *
 * @param concepts what is objected to
 * @param specialCare what calls for a stricter look
 */
record ConceptScores(Concepts concepts, Concepts specialCare) {
    private static final float STRICTER = 0.01f;

    /**
     * Directions in CLIP's joint space, and how near is too near.
     *
     * @param directions one a row, of any length
     * @param thresholds a cosine for each
     */
    @SuppressWarnings("ArrayRecordComponent") // weights of a network: compared by nobody, owned by this value
    record Concepts(float[][] directions, float[] thresholds) {
        private float excess(int concept, float[] embedding, float adjustment) {
            float excess = cosine(directions[concept], embedding) - thresholds[concept] + adjustment;
            return (float) (Math.rint(excess * 1000) / 1000);
        }
    }

    /** What is objected to in an image with this embedding. */
    SafetyVerdict verdict(float[] embedding) {
        float adjustment = 0;
        for (int i = 0; i < specialCare.thresholds.length; i++) {
            if (specialCare.excess(i, embedding, adjustment) > 0) {
                adjustment = STRICTER;
            }
        }
        List<Integer> tooNear = new ArrayList<>();
        for (int i = 0; i < concepts.thresholds.length; i++) {
            if (concepts.excess(i, embedding, adjustment) > 0) {
                tooNear.add(i);
            }
        }
        return new SafetyVerdict(tooNear);
    }

    private static float cosine(float[] a, float[] b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengthA += (double) a[i] * a[i];
            lengthB += (double) b[i] * b[i];
        }
        return (float) (product / Math.max(Math.sqrt(lengthA * lengthB), 1e-12));
    }
}
