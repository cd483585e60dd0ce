package io.dreamcacher.request;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which remembered images may answer a request, each including those before it. */
public enum Reuse {
    /** None: a new image is made and remembered. */
    OFF,
    /** Images of this very request. */
    EXACT,
    /** Images close enough, by the error budget. */
    SIMILAR,
    /** Images to begin from where none is close enough. */
    REFINE;

    /**
     * Reads a name, in either case.
     *
     * @throws DreamCacherException with BAD_REQUEST when there is none like this
     */
    public static Reuse named(String name) {
        return Arrays.stream(values())
                .filter(reuse -> reuse.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> DreamCacherException.badRequest("reuse must be one of %s, but \"%s\" was given."
                        .formatted(
                                Arrays.stream(values()).map(Reuse::shortName).collect(Collectors.joining(", ")),
                                name)));
    }

    /** As it is written: {@code off}, {@code exact}, {@code similar} or {@code refine}. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether images of this kind may answer. */
    public boolean allows(Reuse kind) {
        return compareTo(kind) >= 0;
    }
}
