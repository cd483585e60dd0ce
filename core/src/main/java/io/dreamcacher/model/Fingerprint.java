package io.dreamcacher.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What tells one model from every other: a SHA-256 over all that it is made of, or over the name of a model that lies
 * with somebody else.
 *
 * @param sha256 64 hexadecimal digits, lower case
 */
public record Fingerprint(String sha256) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final int BRIEF = 12;

    /** Refuses anything but a SHA-256 in hex. */
    public Fingerprint {
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "a fingerprint must be 64 hexadecimal digits, found \"%s\"".formatted(sha256));
        }
    }

    /** The fingerprint of a text, such as the name of a model that lies with somebody else. */
    public static Fingerprint ofText(String text) {
        try {
            return new Fingerprint(HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The first twelve digits, for people and names. */
    public String brief() {
        return sha256.substring(0, BRIEF);
    }

    @Override
    public String toString() {
        return sha256;
    }
}
