package io.dreamcacher.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An exclusive lock on a file, which the operating system frees when the process dies. On POSIX systems closing <em>any</em>
 * channel to a file frees the process's locks on it, so this class remembers what this process holds and never opens
 * such a file again: the one piece of state that is per process by nature.
 */
final class FolderLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = new HashSet<>();
    private static final ReentrantLock TURN = new ReentrantLock();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** The lock, or empty when somebody holds it, in this process or another. Its folder exists. */
    static Optional<FolderLock> tryAcquire(Path file) throws IOException {
        TURN.lock();
        try {
            Path real = real(file);
            if (HELD_HERE.contains(real)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(real, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locks(channel)) {
                channel.close();
                return Optional.empty();
            }
            HELD_HERE.add(real);
            return Optional.of(new FolderLock(real, channel));
        } finally {
            TURN.unlock();
        }
    }

    /** Whether somebody holds it; takes it for a moment when nobody does. */
    static boolean isHeld(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        Optional<FolderLock> lock = tryAcquire(file);
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
    }

    @SuppressWarnings("resource") // the lock ends with its channel
    private static boolean locks(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another class loader of this process holds it
        }
    }

    private static Path real(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        return folder == null ? absolute : folder.toRealPath().resolve(file.getFileName());
    }

    @Override
    public void close() throws IOException {
        TURN.lock();
        try {
            if (channel.isOpen()) {
                channel.close();
                HELD_HERE.remove(file);
            }
        } finally {
            TURN.unlock();
        }
    }
}
