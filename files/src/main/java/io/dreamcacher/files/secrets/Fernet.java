package io.dreamcacher.files.secrets;

import io.dreamcacher.failure.DreamCacherException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/**
 * Encrypts and decrypts as Python's {@code cryptography.fernet.Fernet} does with one key: version 0x80 of the Fernet
 * specification. Immutable and thread-safe.
 */
public final class Fernet {
    /** How far the clocks of two machines may be apart, as in {@code cryptography} 48. */
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final int BLOCK = 16;

    private final FernetKey key;
    private final String source;
    private final InstantSource clock;
    private final SecureRandom random;

    Fernet(FernetKey key, String source, InstantSource clock, SecureRandom random) {
        this.key = key;
        this.source = source;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Fernet with a key.
     *
     * @param key 32 bytes in URL-safe Base64
     * @param source where the key is from, such as {@code the variable DECRYPTION_KEY}, for messages
     * @param clock tells when a token is made, and how old one is
     * @throws DreamCacherException {@code BAD_REQUEST} if that is no key; the message has nothing of it
     */
    public static Fernet of(String key, String source, InstantSource clock) {
        return new Fernet(FernetKey.of(key, source), source, clock, new SecureRandom());
    }

    /** A new key: 32 random bytes in URL-safe Base64, 44 characters. */
    public static String newKey() {
        byte[] bytes = new byte[FernetKey.BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** Whether bytes are meant to be a token, perhaps a damaged one; no JSON and no key of a service is. */
    public static boolean isToken(byte[] bytes) {
        return FernetToken.isMeantBy(bytes);
    }

    /** The token of a message, in ASCII; another one each time. */
    public byte[] encrypt(byte[] message) {
        byte[] initialisation = new byte[BLOCK];
        random.nextBytes(initialisation);
        return encrypt(message, initialisation);
    }

    byte[] encrypt(byte[] message, byte[] initialisation) {
        Cipher cipher = key.cipher(Cipher.ENCRYPT_MODE, initialisation);
        return FernetToken.signed(clock.instant(), initialisation, done(cipher, message).orElseThrow(), key).text();
    }

    /**
     * The message of a token.
     *
     * @param token in ASCII, perhaps with white space around it
     * @param name of the token, for messages
     * @param oldest how old it may be; any age when empty
     * @throws DreamCacherException {@code BAD_REQUEST} if it is no token, was changed, was made with another key, is too
     *         old or from the future; the message has nothing of key or content
     */
    public byte[] decrypt(byte[] token, String name, Optional<Duration> oldest) {
        FernetToken read = FernetToken.of(token)
                .orElseThrow(() -> DreamCacherException.badRequest(
                        "A Fernet token must be URL-safe Base64 of version 128, a time, and whole blocks, but the %,d bytes of %s are not; it is cut short or something else: get it again."
                                .formatted(token.length, name)));
        if (!read.isSignedBy(key)) {
            throw unsigned(name);
        }
        oldest.ifPresent(age -> requireAge(read, name, age));
        return done(key.cipher(Cipher.DECRYPT_MODE, read.initialisation()), read.encrypted())
                .orElseThrow(() -> unsigned(name));
    }

    private DreamCacherException unsigned(String name) {
        return DreamCacherException.badRequest(
                "%s must be what was encrypted with the key in %s, but its signature is not that key's: it was encrypted with another key, or changed since; check the key, or get the file again."
                        .formatted(name, source));
    }

    private void requireAge(FernetToken token, String name, Duration oldest) {
        long now = clock.instant().getEpochSecond();
        long made = token.madeSeconds();
        if (made < 0 || made > now + SKEW.toSeconds()) {
            throw DreamCacherException.badRequest(
                    "%s must not be from the future, but was encrypted %,d seconds after this machine's time; set the clock."
                            .formatted(name, made < 0 ? Long.MAX_VALUE : made - now));
        }
        if (now - made > oldest.toSeconds()) {
            throw DreamCacherException.badRequest(
                    "%s may be %,d seconds old, but was encrypted %,d seconds ago; encrypt it again, or allow a greater age."
                            .formatted(name, oldest.toSeconds(), now - made));
        }
    }

    /** Empty where padding or length are wrong; why is nobody's business. */
    private static Optional<byte[]> done(Cipher cipher, byte[] bytes) {
        try {
            return Optional.of(cipher.doFinal(bytes));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            return Optional.empty();
        }
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "Fernet[key of " + source + "]";
    }
}
