package io.dreamcacher.request;

import io.dreamcacher.failure.DreamCacherException;

/**
 * A start between two seeds: the noise of the request's seed, turned towards that of another by spherical interpolation,
 * as AUTOMATIC1111's variation seed.
 *
 * @param seed of the other noise
 * @param strength how far, above 0 (not at all) to 1 (all the way)
 */
public record SeedVariation(long seed, double strength) {
    /** Refuses strengths out of range. */
    public SeedVariation {
        if (!(strength > 0) || strength > 1) {
            throw DreamCacherException.badRequest(
                    "variationStrength must be above 0 and at most 1, but %s was given.".formatted(strength));
        }
    }
}
