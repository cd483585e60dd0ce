package io.dreamcacher.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder for what libraries unpack while this process runs: native code, a web server's work. Each process has one of
 * its own beside those of others, and holds a lock in it; the operating system frees it however the process ends. Who
 * starts next deletes folders whose lock nobody holds.
 */
public final class TemporaryFolder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TemporaryFolder.class.getName());
    private static final String LOCK = "in-use";

    /** A folder younger than this may belong to a process that has not come to lock it. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path own;
    private final FolderLock lock;

    private TemporaryFolder(Path own, FolderLock lock) {
        this.own = own;
        this.lock = lock;
    }

    /**
     * Takes a folder for this process until it ends, and sweeps what processes that are gone left beside it. A place that
     * cannot be swept stays as it is.
     *
     * @param folder new, with nothing beside it but others of its kind
     * @return empty if the folder cannot be locked
     */
    public static Optional<TemporaryFolder> adopt(Path folder) {
        return adopt(folder, YOUNG);
    }

    static Optional<TemporaryFolder> adopt(Path folder, Duration young) {
        try {
            Path own = folder.toRealPath();
            Optional<TemporaryFolder> taken = FolderLock.tryAcquire(own.resolve(LOCK))
                    .map(lock -> new TemporaryFolder(own, lock));
            taken.ifPresent(TemporaryFolder::deleteOnExit);
            sweep(own, Instant.now().minus(young));
            return taken;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Temporary folders could not be looked through", e);
            return Optional.empty();
        }
    }

    /** What libraries delete on exit goes before, since they register it later. */
    private void deleteOnExit() {
        own.toFile().deleteOnExit();
        own.resolve(LOCK).toFile().deleteOnExit();
    }

    private static void sweep(Path own, Instant young) throws IOException {
        for (Path folder : beside(own)) {
            if (Files.getLastModifiedTime(folder).toInstant().isBefore(young)) {
                sweepOne(folder);
            }
        }
    }

    private static List<Path> beside(Path own) throws IOException {
        Path parent = own.getParent();
        if (parent == null) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(entry -> !entry.equals(own) && Files.isDirectory(entry)).toList();
        }
    }

    @SuppressWarnings("try") // the lock is held, not used
    private static void sweepOne(Path folder) {
        try {
            Optional<FolderLock> free = FolderLock.tryAcquire(folder.resolve(LOCK));
            if (free.isPresent()) {
                try (FolderLock held = free.get()) {
                    delete(folder);
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A temporary folder could not be deleted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Deletes the folder, at the orderly end of a process; what cannot be deleted is left to the next one. */
    @Override
    public void close() {
        try (lock) {
            delete(own);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The temporary folder could not be deleted", e);
        }
    }

    /** Gives the folder up, as the sudden end of the process does. */
    void release() throws IOException {
        lock.close();
    }
}
