package io.dreamcacher.diffusion.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What identifies the content of a file on the hub, and names it in the cache: the SHA-256 of its bytes for large files
 * (Git LFS), Git's SHA-1 of {@code "blob <size>\0"} and its bytes for small ones. The server sends it as the file's
 * ETag.
 *
 * @param hex 64 or 40 lower-case hexadecimal digits
 */
public record BlobId(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{40}");
    private static final int SHA_256_DIGITS = 64;
    private static final int BUFFER_BYTES = 1 << 20;

    /** Checks the form. */
    public BlobId {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("A blob is named by 64 or 40 hexadecimal digits; found " + hex);
        }
    }

    /** The id that a text spells; empty if it spells none. */
    public static Optional<BlobId> of(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new BlobId(text)) : Optional.empty();
    }

    /** The id in an ETag header, which may be quoted and weak. */
    static Optional<BlobId> ofEtag(String header) {
        return of(header.replaceFirst("^W/", "").replace("\"", ""));
    }

    /**
     * The id that a file of the cache claims to have: the name of the blob its symbolic link points to. Empty for a
     * file that is no link, as where links are impossible.
     */
    public static Optional<BlobId> claimedBy(Path file) {
        try {
            Path blob = Files.isSymbolicLink(file) ? Files.readSymbolicLink(file) : Path.of("");
            return blob.getNameCount() < 2 || !blob.getName(blob.getNameCount() - 2).toString().equals("blobs")
                    ? Optional.empty()
                    : of(blob.getFileName().toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the content of a file hashes to this id. */
    public boolean matches(Path file) throws IOException {
        MessageDigest digest = digest(Files.size(file));
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return isThatOf(digest);
    }

    /** The digest that must be fed with all {@code size} bytes of the content. */
    MessageDigest digest(long size) {
        if (hex.length() == SHA_256_DIGITS) {
            return algorithm("SHA-256");
        }
        MessageDigest digest = algorithm("SHA-1");
        digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        return digest;
    }

    /** Whether a digest that has seen all bytes is this id's; it is reset. */
    boolean isThatOf(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).equals(hex);
    }

    private static MessageDigest algorithm(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has " + name, e);
        }
    }

    /** The digits. */
    @Override
    public String toString() {
        return hex;
    }
}
