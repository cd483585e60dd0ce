package io.dreamcacher.access;

import io.dreamcacher.failure.DreamCacherException;

/**
 * Who asks, as far as "not seen before" needs to know: an API key's name, a random cookie, or {@link #LOCAL}.
 *
 * @param id 1 to 128 characters
 */
public record Caller(String id) {
    /** The person at this machine's command line, or an embedding program. */
    public static final Caller LOCAL = new Caller("local");

    private static final int LONGEST = 128;

    /** Refuses empty and overlong ids. */
    public Caller {
        if (id.isBlank() || id.length() > LONGEST) {
            throw DreamCacherException.badRequest(
                    "A caller id is 1 to %d characters, but one of %d was given.".formatted(LONGEST, id.length()));
        }
    }
}
