package io.dreamcacher.catalogue;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A place in the list of generations, newest first: right after those made at this time or later, of equal times those
 * whose names are not smaller. It stays where it is whatever is added or deleted, and needs no generation to be there.
 *
 * @param createdAt when the last generation before the place was made, to the millisecond
 * @param id of that one
 */
public record GenerationCursor(Instant createdAt, GenerationId id) {
    /**
     * Cuts the time to the millisecond, as generations have it.
     *
     * @throws ArithmeticException when the time is so far away that it has no number of milliseconds
     */
    public GenerationCursor {
        createdAt = Instant.ofEpochMilli(createdAt.toEpochMilli());
    }

    /** The place right after a generation. */
    public static GenerationCursor after(Generation generation) {
        return new GenerationCursor(generation.createdAt(), generation.id());
    }

    /**
     * The place that {@link #toString} wrote.
     *
     * @throws DreamCacherException with BAD_REQUEST for anything else
     */
    public static GenerationCursor parse(String text) {
        int end = text.lastIndexOf('_');
        return Optional.of(text.substring(end + 1))
                .filter(id -> end > 0 && GenerationId.isOne(id))
                .flatMap(id -> time(text.substring(0, end))
                        .map(time -> new GenerationCursor(time, new GenerationId(id))))
                .orElseThrow(() -> DreamCacherException.badRequest(
                        "before must be what an earlier list gave as next, but \"%s\" was given.".formatted(text)));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.ofEpochMilli(Instant.parse(text).toEpochMilli()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Such as {@code 2026-11-30T10:43:29.123Z_ab234567abcdefghijkl}. */
    @Override
    public String toString() {
        return createdAt + "_" + id;
    }
}
