package io.dreamcacher.imagestore;

import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Image files by key, for one process or many.
 *
 * <p>
 * Storing has two phases. {@link #put} writes the file, which is durable and can be read from then on, and is
 * <em>pending</em> under a lease; the writer adds its row to the catalogue and {@link #commit}s. A writer that died leaves a
 * pending image; once its lease is over any process may look whether there is a row, and commit or {@link #setAside} it.
 * So nobody sets aside what another is writing, and nobody need list a whole store to find what a crash left.
 *
 * <p>
 * Thread-safe. Failures of the medium are DreamCacherExceptions: EXHAUSTED when it is full.
 */
public interface ImageStore {
    /**
     * Writes a file, pending; it would survive a power cut once this returns. A file of the same key is replaced.
     *
     * @param type what the bytes are
     * @param bytes the file, of any length, never held whole in memory; read to its end, and not closed
     * @param lease how long from now nobody else may decide about it; positive
     * @return what was written, its SHA-256 included
     * @throws java.io.UncheckedIOException when the bytes cannot be read; nothing is stored, and a file of the same key
     *         is as it was
     */
    ImageDigest put(ImageKey key, MediaType type, InputStream bytes, Duration lease);

    /** Writes a file that is in memory, pending; else like {@link #put(ImageKey, MediaType, InputStream, Duration)}. */
    default ImageDigest put(ImageKey key, ImageFile file, Duration lease) {
        return put(key, file.type(), new ByteArrayInputStream(file.bytes()), lease);
    }

    /** Begins the lease of a pending image anew; {@code false} when there is no such pending image any more. */
    boolean renew(ImageKey key, Duration lease);

    /**
     * Ends the pending phase for good; again does nothing.
     *
     * @return {@code false} when the image is gone, because the lease was over and somebody set it aside: whoever wrote it
     *         must take back what refers to it
     */
    boolean commit(ImageKey key);

    /**
     * An image that is not committed.
     *
     * @param key of the image
     * @param until when its lease ends, by the clock of whoever wrote it
     */
    record Pending(ImageKey key, Instant until) {}

    /** The images that are not committed: few, found without a look at the others. */
    List<Pending> pending();

    /** The file, pending or committed, or empty when there is none. */
    Optional<ImageFile> get(ImageKey key);

    /** The file as a stream, which the caller closes; empty when there is none. */
    Optional<InputStream> open(ImageKey key);

    /**
     * What is known of a file without reading it.
     *
     * @param digest what the file is, with its SHA-256 where the medium keeps it
     * @param version another one whenever the file may have been written since, as far as the medium tells
     */
    record Stat(ImageDigest digest, String version) {}

    /** What is known of a file; empty when there is none. It costs far less than {@link #get}. */
    Optional<Stat> stat(ImageKey key);

    /** Where a browser or another program finds the file for a while; empty when there is none. */
    Optional<URI> locate(ImageKey key);

    /** Removes files, in as few calls of the medium as it allows; those that are not there are passed over. */
    void delete(Collection<ImageKey> keys);

    /** Takes a file, pending or committed, out of the store without destroying it, for a person to look at. */
    void setAside(ImageKey key);

    /**
     * Committed images in order of their keys.
     *
     * @param after the key before the first one; empty to begin
     * @param limit at most this many, 1 or more; fewer only at the end
     */
    List<ImageKey> page(Optional<ImageKey> after, int limit);

    /** The keys of an id in every scope there is; it costs a question a scope, and is for what a crash left. */
    List<ImageKey> keysOf(GenerationId id);
}
