package io.dreamcacher.request;

import io.dreamcacher.failure.DreamCacherException;

/**
 * What a text from outside must be, whatever it is for: prompts, words to search, names of models and schedulers.
 *
 * <p>
 * It must be characters that UTF-8 can spell, because identities, files and networks are made of its bytes: half of a
 * surrogate pair becomes a question mark there, and would be answered by what was made for one. It must not hold NUL, which
 * no text in a PNG may. Every other character is let through, control characters too, as diffusers and AUTOMATIC1111 do.
 */
public final class RequestText {
    private RequestText() {}

    /**
     * The text, if it is one.
     *
     * @param what is named in the message, such as {@code prompt}
     * @throws DreamCacherException {@code BAD_REQUEST} with the place of the first character that is none
     */
    public static String require(String what, String text) {
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int character = text.codePointAt(i); // half of a pair is itself
            if (character == 0) {
                throw DreamCacherException.badRequest(
                        "%s must not hold the character NUL (U+0000), which no picture's text can keep, but does as its character %,d. Leave it out."
                                .formatted(what, i + 1));
            }
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                throw DreamCacherException.badRequest(
                        "%s must be whole characters, but holds half of one (the lone surrogate U+%04X) as its character %,d. Send both halves, or leave it out."
                                .formatted(what, character, i + 1));
            }
        }
        return text;
    }
}
