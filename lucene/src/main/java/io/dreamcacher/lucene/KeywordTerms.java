package io.dreamcacher.lucene;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Texts of any length as terms: Lucene refuses terms of more than 32,766 bytes. */
final class KeywordTerms {
    /** Characters of a term; each is at most three bytes in UTF-8. */
    static final int MOST_CHARACTERS = 8000;

    private KeywordTerms() {}

    /** The beginning of a text, as far as a term may hold it. */
    static String cut(String text) {
        return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    }

    /** SHA-256 of a text in hex. */
    static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
