package io.dreamcacher.request;

/** What the caller means by the seed; it decides which remembered images may answer. */
public sealed interface SeedIntent {
    /**
     * Exactly this seed: only an image of the same key and seed answers from memory. Image {@code i} of a request has
     * seed {@code seed + i}.
     *
     * @param seed start of the noise generator
     */
    record Fixed(long seed) implements SeedIntent {}

    /** No seed given: any remembered image of the request, or one near enough, is welcome. */
    record Any() implements SeedIntent {}

    /** Something this caller has not seen yet: never EXACT, and nothing seen before. */
    record Variation() implements SeedIntent {}

    /** Any seed. */
    SeedIntent ANY = new Any();
}
