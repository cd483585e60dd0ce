package io.dreamcacher.files.secrets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The bytes of a token: version 0x80, seconds since 1970 as 64 bits, initialisation vector of 16 bytes, blocks of 16 bytes
 * encrypted with AES-128 in CBC mode, and 32 bytes of HMAC-SHA256 over all before. All big-endian.
 */
final class FernetToken {
    private static final byte VERSION = (byte) 0x80;
    private static final int BLOCK = 16;
    private static final int INITIALISATION = 1 + Long.BYTES;
    private static final int HEADER = INITIALISATION + BLOCK;
    private static final int SIGNATURE = 32;
    /** Which texts are taken for tokens at all: version and the first bits of a time before the year 2242. */
    private static final String BEGINNING = "gAAAAA";

    private final byte[] bytes;

    private FernetToken(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A token of its parts, signed. */
    static FernetToken signed(Instant made, byte[] initialisation, byte[] encrypted, FernetKey key) {
        ByteBuffer token = ByteBuffer.allocate(HEADER + encrypted.length + SIGNATURE);
        token.put(VERSION).putLong(made.getEpochSecond()).put(initialisation).put(encrypted);
        token.put(key.signature(token.array(), HEADER + encrypted.length));
        return new FernetToken(token.array());
    }

    /**
     * The token that a text spells, white space around it left out; empty when it has not the form of one. Bits of the last digit that
     * spell nothing must be 0, so that no bit of a token can be changed unseen.
     */
    static Optional<FernetToken> of(byte[] text) {
        try {
            byte[] stripped = new String(text, StandardCharsets.ISO_8859_1).strip()
                    .getBytes(StandardCharsets.ISO_8859_1);
            byte[] bytes = stripped.length % 4 == 0 ? Base64.getUrlDecoder().decode(stripped) : new byte[0];
            int encrypted = bytes.length - HEADER - SIGNATURE;
            boolean formed = encrypted >= BLOCK && encrypted % BLOCK == 0 && bytes[0] == VERSION;
            return Optional.of(new FernetToken(bytes)).filter(token -> formed && Arrays.equals(token.text(), stripped));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no Base64
        }
    }

    /** Whether bytes look like a token, perhaps a damaged one, and like nothing else that is kept in files. */
    static boolean isMeantBy(byte[] text) {
        return new String(text, 0, Math.min(text.length, 64), StandardCharsets.ISO_8859_1).strip()
                .startsWith(BEGINNING);
    }

    /** Whether a key has signed it; takes the same time for every wrong signature. */
    boolean isSignedBy(FernetKey key) {
        byte[] signature = Arrays.copyOfRange(bytes, bytes.length - SIGNATURE, bytes.length);
        return MessageDigest.isEqual(signature, key.signature(bytes, bytes.length - SIGNATURE));
    }

    /** Seconds since 1970; negative where the 64 bits are beyond what Java counts. */
    long madeSeconds() {
        return ByteBuffer.wrap(bytes).getLong(1);
    }

    byte[] initialisation() {
        return Arrays.copyOfRange(bytes, INITIALISATION, HEADER);
    }

    byte[] encrypted() {
        return Arrays.copyOfRange(bytes, HEADER, bytes.length - SIGNATURE);
    }

    /** URL-safe Base64 with padding, in ASCII. */
    byte[] text() {
        return Base64.getUrlEncoder().encode(bytes);
    }
}
