package io.dreamcacher.generation;

import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
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
    private static final String TCD = "tcd";
    /** Before there was an eta, images by TCD were made with one of 0.3; they answer no request for one of 0. */
    private static final String TCD_WITHOUT_ETA = "eta=0";

    /** Refuses anything but two SHA-256 in hex. */
    public RequestIdentity {
        if (key.length() != 64 || settingsKey.length() != 64) {
            throw new IllegalArgumentException("both keys must be 64 hex digits, found " + key + ", " + settingsKey);
        }
    }

    /**
     * The identity of a request to one generator.
     *
     * @param generator the model, its precision and noise source
     * @param canonicalPrompt what of the prompt reaches the model
     * @param canonicalNegativePrompt the same of the negative prompt
     * @param settings the rest; its negative prompt is not read
     */
    public static RequestIdentity of(GeneratorDescription generator, String canonicalPrompt,
            String canonicalNegativePrompt, GenerationSettings settings) {
        List<String> parts = new ArrayList<>(List.of(VERSION, generator.fingerprint(), generator.precision(),
                generator.noiseSource(), canonicalNegativePrompt, settings.size().toString(),
                Integer.toString(settings.steps()), Double.toString(settings.guidanceScale()), settings.scheduler()));
        if (!settings.conditioning().equals(Conditioning.NONE)) {
            parts.add(settings.conditioning().text());
        }
        if (settings.scheduler().equals(TCD) && settings.conditioning().eta() == 0) {
            parts.add(TCD_WITHOUT_ETA);
        }
        String settingsKey = hash(parts.toArray(String[]::new));
        return new RequestIdentity(hash(settingsKey, canonicalPrompt), settingsKey);
    }

    /** Each part is preceded by its length, so that no two lists of parts run together to the same bytes. */
    private static String hash(String... parts) {
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
