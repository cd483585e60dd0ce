package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The right to make one blob, among threads and processes of this program. The lock file stays, as Python's does: to
 * delete it would let two processes lock two files of one name.
 */
final class BlobLock implements Closeable {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final FileChannel channel;

    private BlobLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock as long as it takes; another holder is downloading the same file. */
    static BlobLock acquire(Path file, Sleeper sleeper) throws IOException {
        Files.createDirectories(file.getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            while (tryLock(channel) == null) {
                sleeper.sleep(BETWEEN_TRIES);
            }
            return new BlobLock(channel);
        } catch (InterruptedException e) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new DreamCacherException(FailureCategory.CANCELLED,
                    "The download was stopped while another process downloads the same file.", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another thread of this process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
