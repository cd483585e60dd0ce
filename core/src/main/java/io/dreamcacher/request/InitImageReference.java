package io.dreamcacher.request;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Optional;

/**
 * Which image another one is made from, and how much of it is kept. It stands for the pixels where only their identity
 * counts; the pixels themselves are a {@link InitImage}.
 *
 * @param image digest of the start image, see {@link InitImage#digest}
 * @param mask digest of the mask; empty when the whole image is changed
 * @param strength share of the steps that are run, above 0 (the image stays) to 1 (nothing of it is seen)
 */
public record InitImageReference(String image, Optional<String> mask, double strength) {
    /** Refuses strengths out of range. */
    public InitImageReference {
        if (!(strength > 0) || strength > 1) {
            throw DreamCacherException.badRequest(
                    "strength must be above 0 and at most 1, but %s was given; at 0 the start picture would not change."
                            .formatted(strength));
        }
    }
}
