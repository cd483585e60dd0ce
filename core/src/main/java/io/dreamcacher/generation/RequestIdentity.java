package io.dreamcacher.generation;

import io.dreamcacher.generator.CanonicalRequest;
import io.dreamcacher.model.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What makes two requests the same. Storing and looking up both come through {@link #of}, so that no parameter can be
 * part of one and not of the other.
 *
 * @param key SHA-256, in hex, over everything that changes the image except the seed
 * @param settingsKey the same without the prompt: a remembered image may only stand in for a request with an equal one
 */
public record RequestIdentity(String key, String settingsKey) {
    private static final String VERSION = "1";

    /** Refuses anything but two SHA-256 in hex. */
    public RequestIdentity {
        if (key.length() != 64 || settingsKey.length() != 64) {
            throw new IllegalArgumentException("both keys must be 64 hex digits, found " + key + ", " + settingsKey);
        }
    }

    /**
     * The identity of a request to one model.
     *
     * @param model everything it is made of
     * @param request what of the request changes the image, as its generator says
     */
    public static RequestIdentity of(Fingerprint model, CanonicalRequest request) {
        List<String> parts = new ArrayList<>(List.of(VERSION, model.sha256()));
        parts.addAll(request.settings());
        String settingsKey = hash(parts);
        return new RequestIdentity(hash(List.of(settingsKey, request.prompt().text())), settingsKey);
    }

    /** Each part is preceded by its length, so that no two lists of parts run together to the same bytes. */
    private static String hash(List<String> parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
