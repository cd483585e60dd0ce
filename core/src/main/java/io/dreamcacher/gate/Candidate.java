package io.dreamcacher.gate;

import java.util.OptionalDouble;

/**
 * A remembered image near a new prompt, with the evidence for and against reusing it.
 *
 * @param prompt the stored prompt as its caller wrote it
 * @param cut whether the new or the stored prompt is longer than a model's window, so that no vector knows its end
 * @param promptSimilarity cosine of the new and the stored prompt in prompt space, in [−1, 1]
 * @param imageSimilarity cosine of the new prompt and the stored <em>image</em> in the joint space, in [−1, 1];
 *        empty when the search model sees no images
 */
public record Candidate(String prompt, boolean cut, double promptSimilarity, OptionalDouble imageSimilarity) {

    private static final double ROUNDING = 1e-6;

    /** Refuses what is not a cosine. */
    public Candidate {
        requireCosine("promptSimilarity", promptSimilarity);
        imageSimilarity.ifPresent(value -> requireCosine("pictureSimilarity", value));
    }

    private static void requireCosine(String name, double value) {
        if (!(Math.abs(value) <= 1 + ROUNDING)) {
            throw new IllegalArgumentException("%s must be from -1 to 1, found %s".formatted(name, value));
        }
    }
}
