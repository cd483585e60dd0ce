package io.dreamcacher.media;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

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
        return HexFormat.of().formatHex(ImageDigest.newSha256().digest(bytes));
    }

    /** What is known of this file without its bytes. */
    public ImageDigest digest() {
        return new ImageDigest(type, bytes.length, Optional.of(sha256()));
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
