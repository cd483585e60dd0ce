package io.dreamcacher.lucene;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.filter.Filter;
import java.util.Optional;

/**
 * What is looked for in an index of vectors.
 *
 * @param what vectors of pictures or of prompts are compared
 * @param vector that entries are near to
 * @param filter what they must be
 * @param k most results, from 1
 * @param offset results passed over, from 0
 */
public record SetQuery(Of what, Embedding vector, Optional<Filter> filter, int k, int offset) {

    /** Results beyond this cost as much as all before them. */
    private static final int MOST = 100_000;

    /** Which vector of an entry. */
    public enum Of {
        /** Its picture's. */
        IMAGES,
        /** Its prompt's. */
        PROMPTS
    }

    /** Without a filter. */
    public SetQuery(Of what, Embedding vector, int k, int offset) {
        this(what, vector, Optional.empty(), k, offset);
    }

    /** Refuses numbers out of range. */
    public SetQuery {
        if (k < 1 || offset < 0 || (long) k + offset > MOST) {
            throw DreamCacherException.badRequest(
                    "-k must be 1 or more and --offset 0 or more, %,d together at most, but they are %,d and %,d."
                            .formatted(MOST, k, offset));
        }
    }
}
