package io.dreamcacher.datasets.file;

import static java.util.Objects.requireNonNull;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there whole or not at all: it is written beside its place, and {@link #finish} forces it to the disk and
 * moves it there, over one that was there before. Closed without that, it leaves nothing. Not thread-safe.
 */
public final class AtomicFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final Path beside;
    private final FileChannel channel;
    private final OutputStream out;
    private long length;

    private AtomicFile(Path path, Path beside, FileChannel channel) {
        this.path = path;
        this.beside = beside;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /**
     * Begins a file; its folder is made.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} where it cannot be written
     */
    public static AtomicFile at(Path path) {
        Path beside = path.resolveSibling(path.getFileName() + ".tmp");
        try {
            Files.createDirectories(requireNonNull(path.toAbsolutePath().getParent()));
            return new AtomicFile(path, beside, FileChannel.open(beside, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /** Appends all bytes that remain in an array's buffer. */
    public void write(ByteBuffer bytes) {
        write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        bytes.position(bytes.limit());
    }

    /** Appends bytes. */
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** Appends a part of an array. */
    public void write(byte[] bytes, int offset, int count) {
        try {
            out.write(bytes, offset, count);
            length += count;
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /** Bytes written so far. */
    public long length() {
        return length;
    }

    /** Puts the file in its place. */
    public void finish() {
        try {
            out.flush();
            channel.force(true);
            channel.close();
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    private static DreamCacherException unwritable(Path path, IOException cause) {
        return new DreamCacherException(FailureCategory.BAD_REQUEST,
                "%s must be writable, but is not (%s); name another place or make room.".formatted(path, cause), cause);
    }

    /** What is said of a file that cannot be read. */
    public static DreamCacherException unreadable(Path file, IOException cause) {
        return cause instanceof NoSuchFileException
                ? new DreamCacherException(FailureCategory.NOT_FOUND,
                        "There is no %s; check the path.".formatted(file), cause)
                : new DreamCacherException(FailureCategory.BAD_REQUEST,
                        "%s cannot be read (%s); check that it is a file you may read.".formatted(file,
                                cause.getMessage()),
                        cause);
    }
}
