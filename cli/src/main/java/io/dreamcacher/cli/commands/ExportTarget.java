package io.dreamcacher.cli.commands;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Where an export goes, and in which form. */
sealed interface ExportTarget extends AutoCloseable permits ExportFolder, ExportTars, ExportTables {
    /** What a form is called. */
    enum Layout {
        FOLDER, WEBDATASET, PARQUET
    }

    /**
     * Writes an image.
     *
     * @param file its path below the target
     * @param fields what is known of it
     */
    void image(String file, byte[] bytes, ObjectNode fields) throws IOException;

    /** Writes a prompt. */
    void prompt(ObjectNode fields) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Begins one.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} where the folder has something in it
     */
    static ExportTarget open(Layout layout, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> inside = Files.walk(folder)) {
            if (inside.anyMatch(Files::isRegularFile)) {
                throw DreamCacherException.badRequest(
                        "An export is written into an empty folder, but %s has files in it; name another one."
                                .formatted(folder));
            }
        }
        return switch (layout) {
            case FOLDER -> new ExportFolder(folder);
            case WEBDATASET -> new ExportTars(folder);
            case PARQUET -> new ExportTables(folder);
        };
    }

    /** Writes a file below a folder. */
    static void write(Path folder, String file, byte[] bytes) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.write(path, bytes);
    }
}
