package io.dreamcacher.image;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The bytes of an image file that a text carries in Base64 (RFC 4648, section 4), by itself or as an address
 * {@code data:image/png;base64,…} (RFC 2397). Line breaks and spaces are passed over, padding may be missing.
 */
final class Base64Image {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final char PADDING = '=';
    private static final int GROUP = 4;

    private final String text;
    private final String name;
    private final int begin;

    private Base64Image(String text, String name) {
        this.text = text;
        this.name = name;
        this.begin = begin();
    }

    /**
     * Decodes a text.
     *
     * @param name of the field or file the text is from, for messages
     * @throws DreamCacherException with BAD_REQUEST and what was found instead
     */
    static byte[] decode(String text, String name) {
        return new Base64Image(text, name).decoded();
    }

    private int begin() {
        String start = text.substring(0, Math.min(text.length(), 200)).toLowerCase(Locale.ROOT);
        if (start.startsWith("http://") || start.startsWith("https://") || start.startsWith("file:")) {
            throw refused("an address; read the file there and give its bytes in Base64");
        }
        if (!start.startsWith("data:")) {
            return 0;
        }
        int comma = text.indexOf(',');
        if (comma < 0) {
            throw refused("a data: address without a comma before its data; give data:image/png;base64,…");
        }
        if (!text.substring(0, comma).toLowerCase(Locale.ROOT).strip().endsWith(";base64")) {
            throw refused("a data: address whose data is not in Base64; give data:image/png;base64,…");
        }
        return comma + 1;
    }

    private byte[] decoded() {
        StringBuilder digits = new StringBuilder(text.length() - begin);
        int padding = 0;
        for (int i = begin; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                continue;
            }
            if (c == PADDING) {
                padding++;
                continue;
            }
            if (padding > 0) {
                throw refused(
                        "Base64 that goes on after its end (=), at character %,d; give one file".formatted(i + 1));
            }
            check(c, i);
            digits.append(c);
        }
        checkLength(digits.length(), padding);
        return Base64.getDecoder().decode(digits.toString());
    }

    private void check(char c, int at) {
        if (c == '-' || c == '_') {
            throw refused(
                    "in Base64's URL-safe alphabet (\"%c\" at character %,d); give the standard one, with + and / for - and _"
                            .formatted(c, at + 1));
        }
        if (ALPHABET.indexOf(c) < 0) {
            throw refused("no Base64: character %,d is %s; encode the file's bytes".formatted(at + 1, shown(c)));
        }
    }

    private static String shown(char c) {
        return c > ' ' && c < 127 ? "\"" + c + "\"" : "U+" + HexFormat.of().withUpperCase().toHexDigits(c);
    }

    private void checkLength(int digits, int padding) {
        if (digits == 0) {
            throw refused("empty; encode the file's bytes");
        }
        if (digits % GROUP == 1 || padding > (GROUP - digits % GROUP) % GROUP) {
            throw refused(
                    "Base64 cut short or damaged: %,d digits and %d of padding (=) make no whole bytes; encode it again"
                            .formatted(digits, padding));
        }
    }

    private DreamCacherException refused(String found) {
        return DreamCacherException
                .badRequest("The field \"%s\" must be a picture file in Base64, but is %s.".formatted(name, found));
    }
}
