package io.dreamcacher.diffusion.hub;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A blob that is growing in a file, hashed as it grows. Kept when it is closed unfinished; not thread-safe. */
final class PartialBlob implements Closeable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final RemoteFile file;
    private final FileChannel channel;
    private MessageDigest digest;
    private long length;

    private PartialBlob(Path path, RemoteFile file, FileChannel channel) {
        this.path = path;
        this.file = file;
        this.channel = channel;
        this.digest = file.blob().digest(file.size());
    }

    /** Opens the beginning that an earlier download left, or an empty file. */
    static PartialBlob open(Path path, RemoteFile file) throws IOException {
        Files.createDirectories(path.getParent());
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        PartialBlob partial = new PartialBlob(path, file, channel);
        try {
            partial.takeOver();
            return partial;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void takeOver() throws IOException {
        if (channel.size() > file.size()) {
            channel.truncate(0);
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (channel.read(buffer) >= 0) {
            length += buffer.position();
            digest.update(buffer.flip());
            buffer.clear();
        }
    }

    /** Bytes so far. */
    long length() {
        return length;
    }

    /** Bytes still to come. */
    long missing() {
        return file.size() - length;
    }

    void append(byte[] bytes, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        digest.update(bytes, 0, count);
        length += count;
    }

    /** Begins again with nothing. */
    void restart() throws IOException {
        channel.truncate(0);
        digest = file.blob().digest(file.size());
        length = 0;
    }

    /** Whether all bytes are there and hash to what they must; asked once, when none is missing. */
    boolean isRight() {
        return length == file.size() && file.blob().isThatOf(digest);
    }

    /** Gives the file its final name, where it appears whole. */
    void moveTo(Path target) throws IOException {
        channel.force(true);
        channel.close();
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes the file. */
    void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
