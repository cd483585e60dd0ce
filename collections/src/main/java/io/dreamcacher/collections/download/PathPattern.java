package io.dreamcacher.collections.download;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The beginning of a path in robots.txt, in which {@code *} stands for anything and {@code $} at the end for the end (RFC 9309,
 * section 2.2.3). Both sides are compared in one spelling: percent-encoded but for what needs no encoding.
 */
final class PathPattern {
    private static final String UNRESERVED = "-._~";

    private final String text;
    private final boolean toTheEnd;

    private PathPattern(String text, boolean toTheEnd) {
        this.text = text;
        this.toTheEnd = toTheEnd;
    }

    static PathPattern of(String value) {
        boolean toTheEnd = value.endsWith("$");
        String text = toTheEnd ? value.substring(0, value.length() - 1) : value;
        return new PathPattern(normalised(text, false), toTheEnd);
    }

    /** How many bytes must be as they are; the more, the more it counts. */
    int length() {
        return text.length() + (toTheEnd ? 1 : 0);
    }

    /**
     * Whether a path is one of those; in time of the product of both lengths at worst.
     *
     * @param path normalised
     */
    boolean matches(String path) {
        int at = 0; // in the path
        int next = 0; // in the pattern
        int star = -1; // the last one passed in the pattern
        int retry = 0; // where the path went on behind it
        while (true) {
            if (next == text.length() && (!toTheEnd || at == path.length())) {
                return true;
            }
            if (next < text.length() && text.charAt(next) == '*') {
                star = next++;
                retry = at;
            } else if (next < text.length() && at < path.length() && text.charAt(next) == path.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0 && retry < path.length()) {
                at = ++retry;
                next = star + 1;
            } else {
                return false;
            }
        }
    }

    /** @param literal whether {@code *} and {@code $} are characters like others */
    static String normalised(String path, boolean literal) {
        StringBuilder out = new StringBuilder(path.length());
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            boolean encoded = bytes[i] == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
            if (encoded) {
                int value = HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]);
                append(out, value, !isUnreserved(value));
                i += 2;
            } else {
                int value = bytes[i] & 0xff;
                append(out, value, value >= 0x80 || (literal && (value == '*' || value == '$')));
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, int value, boolean encode) {
        if (encode) {
            out.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) value));
        } else {
            out.append((char) value);
        }
    }

    private static boolean isHex(byte digit) {
        return HexFormat.isHexDigit(digit);
    }

    private static boolean isUnreserved(int value) {
        return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || (value >= '0' && value <= '9')
                || UNRESERVED.indexOf(value) >= 0;
    }
}
