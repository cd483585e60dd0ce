package io.dreamcacher.datasets.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name for a link that says none: the UUID in the name of its file, as generations have one, or else the beginning of its own SHA-256. It
 * depends on nothing but the link, so that it is the same in every order and every excerpt of a list.
 */
final class LinkId {
    private static final Pattern UUID = Pattern
            .compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
    private static final int BYTES = 8;

    private LinkId() {}

    static String of(String url) {
        String file = url.substring(url.lastIndexOf('/') + 1);
        Matcher uuid = UUID.matcher(file);
        return uuid.find() ? uuid.group() : digest(url);
    }

    private static String digest(String url) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
