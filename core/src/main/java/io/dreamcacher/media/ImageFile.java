package io.dreamcacher.media;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An image as a file. Two are equal when their bytes and types are.
 *
 * @param bytes the whole file; handed over, not copied, and not to be changed any more
 * @param type what the bytes are
 */
@SuppressWarnings("ArrayRecordComponent") // handed over; equality is written out
public record ImageFile(byte[] bytes, MediaType type) {
    /** Length of the file. */
    public long sizeBytes() {
        return bytes.length;
    }

    /** SHA-256 of the bytes, in hex. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageFile(byte[] otherBytes, MediaType otherType) && type == otherType
                && Arrays.equals(bytes, otherBytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + type.hashCode();
    }

    @Override
    public String toString() {
        return "%s of %,d bytes".formatted(type, bytes.length);
    }
}
