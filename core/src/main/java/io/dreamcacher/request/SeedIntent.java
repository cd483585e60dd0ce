package io.dreamcacher.request;

import io.dreamcacher.failure.DreamCacherException;

/** What the caller means by the seed; it decides which remembered images may answer. */
public sealed interface SeedIntent {
    /**
     * Exactly this seed: only an image of the same key and seed answers from memory. Image {@code i} of a request has
     * seed {@code seed + i}.
     *
     * @param seed start of the noise generator; any number but {@link #ANY_SEED}, negative ones as in PyTorch
     */
    record Fixed(long seed) implements SeedIntent {
        /** Refuses the number that is no seed. */
        public Fixed {
            if (seed == ANY_SEED) {
                throw DreamCacherException.badRequest(
                        "A certain seed must be another number than -1, which stands for any. Give another number, or leave the seed out.");
            }
        }
    }

    /** No seed given: any remembered image of the request, or one near enough, is welcome. */
    record Any() implements SeedIntent {}

    /** Something this caller has not seen yet: never EXACT, and nothing seen before. */
    record Variation() implements SeedIntent {}

    /** Any seed. */
    SeedIntent ANY = new Any();

    /** The number that stands for any seed, as in AUTOMATIC1111. */
    long ANY_SEED = -1;

    /** What a number given as the seed means: -1 any seed, as if none were given; every other number itself. */
    static SeedIntent of(long seed) {
        return seed == ANY_SEED ? ANY : new Fixed(seed);
    }
}
