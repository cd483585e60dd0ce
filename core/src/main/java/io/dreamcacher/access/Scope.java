package io.dreamcacher.access;

import io.dreamcacher.failure.DreamCacherException;
import java.util.regex.Pattern;

/**
 * Whose memory is read and written.
 *
 * @param name lower-case letters, digits, dots, dashes and underscores, 1 to 64 of them, no dot first
 */
public record Scope(String name) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-][a-z0-9._-]{0,63}");

    /** The scope every caller without a key shares. */
    public static final Scope PUBLIC = new Scope("public");

    /** Refuses names that are not file- and URL-safe. */
    public Scope {
        if (!isOne(name)) {
            throw DreamCacherException.badRequest(
                    "A scope is 1 to 64 of a-z, 0-9, dot, dash and underscore, and begins with no dot, but \"%s\" was given."
                            .formatted(name));
        }
    }

    /** Whether a text has the form of such a name. */
    public static boolean isOne(String text) {
        return NAME.matcher(text).matches();
    }
}
