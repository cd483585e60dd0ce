package io.dreamcacher.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known of an image file without its bytes.
 *
 * @param type what the bytes are
 * @param sizeBytes length of the file
 * @param sha256 of the bytes, 64 digits of 0-9 and a-f; empty where nobody has computed it yet
 */
public record ImageDigest(MediaType type, long sizeBytes, Optional<String> sha256) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int PIECE = 1 << 16;

    /** Refuses lengths and digests that cannot be. */
    public ImageDigest {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a file has 0 bytes or more, found " + sizeBytes);
        }
        sha256.filter(digits -> !SHA256.matcher(digits).matches()).ifPresent(digits -> {
            throw new IllegalArgumentException("a SHA-256 has 64 digits of 0-9 and a-f, found " + digits);
        });
    }

    /** Whether nothing that is known of both tells two files apart. */
    public boolean agreesWith(ImageDigest other) {
        return type == other.type && sizeBytes == other.sizeBytes
                && (sha256.isEmpty() || other.sha256.isEmpty() || sha256.equals(other.sha256));
    }

    /**
     * Copies a file piece by piece, and tells what it was.
     *
     * @param from read to its end, and not closed
     * @throws UncheckedIOException when reading fails; what was read until then is written
     * @throws IOException when writing fails
     */
    public static ImageDigest copy(MediaType type, InputStream from, OutputStream to) throws IOException {
        MessageDigest sha256 = newSha256();
        byte[] piece = new byte[PIECE];
        long length = 0;
        for (int read = read(from, piece); read >= 0; read = read(from, piece)) {
            sha256.update(piece, 0, read);
            to.write(piece, 0, read);
            length += read;
        }
        return new ImageDigest(type, length, Optional.of(HexFormat.of().formatHex(sha256.digest())));
    }

    /** Apart from writing, so that whoever stores an image can tell a failing source from a failing medium. */
    private static int read(InputStream from, byte[] piece) {
        try {
            return from.read(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
