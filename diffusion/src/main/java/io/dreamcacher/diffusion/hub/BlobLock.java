package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /** Longer than a holder may be told to wait by its hub; 1,800 tries. */
    private static final long MOST_TRIES = Duration.ofMinutes(6).dividedBy(BETWEEN_TRIES);

    private final FileChannel channel;

    private BlobLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock as long as its holder gets on with the same file.
     *
     * @param growing the file that the holder writes
     * @throws DreamCacherException {@code BUSY} if it has not grown for six minutes
     */
    static BlobLock acquire(Path file, Path growing, Sleeper sleeper) throws IOException {
        Files.createDirectories(file.getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            long length = -1;
            int tries = 0;
            while (tryLock(channel) == null) {
                long now = length(growing);
                tries = now == length ? tries + 1 : 0;
                length = now;
                if (tries > MOST_TRIES) {
                    throw stuck(file);
                }
                sleeper.sleep(BETWEEN_TRIES);
            }
            return new BlobLock(channel);
        } catch (InterruptedException e) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new DreamCacherException(FailureCategory.CANCELLED,
                    "The download was stopped while another process downloads the same file.", e);
        } catch (IOException | DreamCacherException e) {
            channel.close();
            throw e;
        }
    }

    private static long length(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static DreamCacherException stuck(Path file) {
        return new DreamCacherException(FailureCategory.BUSY,
                "Another process is downloading the same file and holds %s, but has got nowhere for 6 minutes; end it (`fuser %s` names it) and run the same again."
                        .formatted(file, file));
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
