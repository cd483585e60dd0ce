package io.dreamcacher.generation;

import io.dreamcacher.access.Scope;
import io.dreamcacher.media.ImageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One remembered image.
 *
 * @param id its name
 * @param scope whose memory it is in
 * @param recipe what made it
 * @param createdAt when it was made, to the millisecond
 * @param took how long making it took, to the millisecond; what an answer from memory saves
 * @param file what its stored file is
 */
public record Generation(GenerationId id, Scope scope, Recipe recipe, Instant createdAt, Duration took,
        ImageDigest file) {
    /** Cuts times to the millisecond, so that what a catalogue keeps equals what it was given. */
    public Generation {
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        took = took.truncatedTo(ChronoUnit.MILLIS);
    }

    /** This generation, of whose stored file more is known. */
    public Generation withFile(ImageDigest value) {
        return new Generation(id, scope, recipe, createdAt, took, value);
    }
}
