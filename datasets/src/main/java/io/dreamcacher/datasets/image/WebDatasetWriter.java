package io.dreamcacher.datasets.image;

import io.dreamcacher.datasets.file.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes samples into tars of a WebDataset, {@code 00000.tar} and so on, each whole or not at all. The same samples make the same bytes. Not
 * thread-safe; close it, which ends the last tar.
 */
public final class WebDatasetWriter implements AutoCloseable {
    private final Path folder;
    private final int samples;
    private Optional<AtomicFile> file = Optional.empty();
    private int number;
    private int inThis;

    /**
     * Writes into a folder.
     *
     * @param samples a tar, from 1
     */
    public WebDatasetWriter(Path folder, int samples) {
        this.folder = folder;
        this.samples = samples;
    }

    /**
     * Adds a sample.
     *
     * @param key without a dot in its last part
     * @param members contents by their endings, without the dot
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_REQUEST} where the tar cannot be written
     */
    public void add(String key, Map<String, byte[]> members) {
        AtomicFile tar = file.orElseGet(this::begin);
        members.forEach((ending, bytes) -> tar.write(member(key + "." + ending, bytes)));
        inThis++;
        if (inThis == samples) {
            end();
        }
    }

    private AtomicFile begin() {
        AtomicFile begun = AtomicFile.at(folder.resolve("%05d.tar".formatted(number)));
        file = Optional.of(begun);
        return begun;
    }

    private static byte[] member(String name, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(content.length);
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            tar.flush();
            return bytes.toByteArray(); // without the two empty blocks that end a tar
        } catch (IOException e) {
            throw new UncheckedIOException("writing into memory cannot fail", e);
        }
    }

    private void end() {
        try (AtomicFile tar = file.orElseThrow()) {
            tar.write(new byte[2 * 512]);
            tar.finish();
        }
        file = Optional.empty();
        number++;
        inThis = 0;
    }

    @Override
    public void close() {
        if (file.isPresent()) {
            end();
        }
    }
}
