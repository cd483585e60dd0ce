package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Remembers hashes of large files, so that each is read once. One text file, {@code hashes.txt}; a line has hash, size
 * in bytes, time of change in nanoseconds since 1970 and real path, separated by single spaces. A cache that cannot be
 * read or written costs time, never a wrong hash.
 */
final class HashCache {
    private static final System.Logger LOG = System.getLogger(HashCache.class.getName());
    private static final String FILE_NAME = "hashes.txt";
    private static final String SHA_256_HEX = "[0-9a-f]{64}";

    private final ReentrantLock lock = new ReentrantLock();
    private final Path folder;

    HashCache(Path folder) {
        this.folder = folder;
    }

    /** The hashes of files, computed for those that are unknown or have changed. */
    Map<Path, String> hashes(List<Path> files, FileHash hash) {
        lock.lock();
        try {
            return hashed(files, hash);
        } finally {
            lock.unlock();
        }
    }

    private Map<Path, String> hashed(List<Path> files, FileHash hash) {
        Map<String, String> known = read();
        Map<Path, String> hashes = new HashMap<>();
        boolean changed = false;
        for (Path file : files) {
            String state = state(file);
            String found = known.get(state);
            if (found == null) {
                found = hash.of(file);
                changed = true;
                known.put(state, found);
            }
            hashes.put(file, found);
        }
        if (changed) {
            write(known);
        }
        return hashes;
    }

    /** Computes the hash of a file, in hexadecimal digits. */
    interface FileHash {
        String of(Path file);
    }

    /** Everything that tells a changed file: size, time of change, real path. */
    private static String state(Path file) {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            return "%d %d %s".formatted(attributes.size(),
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), real);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "Every file of a model must be readable; reading %s failed: %s.".formatted(file, e.getMessage()),
                    e);
        }
    }

    private Map<String, String> read() {
        Map<String, String> known = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(folder.resolve(FILE_NAME))) {
            for (String line : (Iterable<String>) lines::iterator) {
                int space = line.indexOf(' ');
                if (space > 0 && line.substring(0, space).matches(SHA_256_HEX)) {
                    known.put(line.substring(space + 1), line.substring(0, space));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.DEBUG, "no usable hashes in " + folder, e);
        }
        return known;
    }

    private void write(Map<String, String> known) {
        List<String> lines = known.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey()).toList();
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "hashes", ".tmp");
            Files.write(temporary, lines);
            Files.move(temporary, folder.resolve(FILE_NAME), StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "hashes cannot be remembered in " + folder, e);
        }
    }
}
