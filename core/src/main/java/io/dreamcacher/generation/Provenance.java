package io.dreamcacher.generation;

import io.dreamcacher.access.Scope;
import io.dreamcacher.media.ImageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a picture tells of its making: enough to rebuild its {@link Generation}, and nothing about who asked.
 *
 * @param recipe what made it
 * @param createdAt when it was made, to the millisecond
 * @param took how long making it took, to the millisecond; 0 or more
 */
public record Provenance(Recipe recipe, Instant createdAt, Duration took) {
    /** Cuts both times to the millisecond. */
    public Provenance {
        if (took.isNegative()) {
            throw new IllegalArgumentException("making a picture takes 0 or more, found " + took);
        }
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        took = took.truncatedTo(ChronoUnit.MILLIS);
    }

    /** What the picture of a generation tells. */
    public static Provenance of(Generation generation) {
        return new Provenance(generation.recipe(), generation.createdAt(), generation.took());
    }

    /** The generation again. */
    public Generation toGeneration(GenerationId id, Scope scope, ImageDigest file) {
        return new Generation(id, scope, recipe, createdAt, took, file);
    }
}
