package io.dreamcacher.catalogue;

import io.dreamcacher.access.Access;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.GenerationId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A remembered image answered a request.
 *
 * @param access who asked: the image counts as seen by them, and is counted in the scope they write
 * @param at when
 * @param kind how it answered
 * @param answer the image
 * @param prompt what was asked for; becomes a remembered prompt
 * @param vector of that prompt; empty when the answer was exact and needed none
 * @param saved time not spent on generating, to the millisecond
 */
public record Use(Access access, Instant at, Kind kind, GenerationId answer, String prompt,
        Optional<Embedding> vector, Duration saved) {
    /** Cuts what was saved to the millisecond. */
    public Use {
        saved = saved.truncatedTo(ChronoUnit.MILLIS);
    }

    /** How a remembered image answered. */
    public enum Kind {
        /** Same request. */
        EXACT,
        /** Near enough. */
        SIMILAR
    }
}
