package io.dreamcacher.sqlite;

import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * An empty catalogue's file. It is made under another name and then renamed, so that a crash leaves no file that looks
 * like a damaged catalogue.
 */
final class NewFile {
    private NewFile() {}

    static void make(Path file, MemoryIdentity identity) {
        if (Files.exists(file)) {
            throw Failures.badData(
                    "A new catalogue must not replace another one, but %s is there; open it instead.".formatted(file));
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            deleteWithLog(unfinished);
            try (Database database = Database.create(unfinished)) {
                database.script("PRAGMA journal_mode = WAL");
                Schema.migrate(database);
                MemoryTable.insert(database, identity);
            }
            force(unfinished, StandardOpenOption.WRITE);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(file);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "The folder of %s must be there and writable, but no file could be made in it (%s);"
                            .formatted(file, e.getClass().getSimpleName())
                            + " change its permissions or choose another data folder.",
                    e);
        }
    }

    private static void deleteWithLog(Path unfinished) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(unfinished.resolveSibling(unfinished.getFileName() + suffix));
        }
    }

    private static void forceFolder(Path file) throws IOException {
        try {
            force(file.toAbsolutePath().resolveSibling(""), StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            // Windows opens no folder, and keeps renames in its own journal.
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
