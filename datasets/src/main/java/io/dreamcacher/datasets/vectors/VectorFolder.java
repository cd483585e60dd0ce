package io.dreamcacher.datasets.vectors;

import io.dreamcacher.datasets.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Files of a folder, sorted by their names. */
final class VectorFolder {
    private VectorFolder() {}

    /** Those of an ending; none where there is no such folder. */
    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        Predicate<Path> wanted = file -> name(file).endsWith(ending) && !name(file).startsWith(".");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(wanted).sorted((a, b) -> name(a).compareTo(name(b))).toList();
        } catch (IOException e) {
            throw AtomicFile.unreadable(folder, e);
        }
    }

    /** Of a file. */
    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
