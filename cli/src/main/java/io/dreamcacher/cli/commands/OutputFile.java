package io.dreamcacher.cli.commands;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.image.ImageFormats;
import io.dreamcacher.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** A file the user asked for; refused when its name does not say what it will hold. */
final class OutputFile {
    private final Path path;

    private OutputFile(Path path) {
        this.path = path;
    }

    /**
     * A PNG file.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if its name does not end with {@code .png}, {@code NOT_FOUND} if
     *         its folder is not there
     */
    static OutputFile png(Path path) {
        if (!hasSuffix(path, ".png")) {
            throw DreamCacherException
                    .badRequest("The picture is written as PNG, but %s does not end with .png; name it so."
                            .formatted(path));
        }
        requireWritable(path);
        return new OutputFile(path);
    }

    /**
     * Tells before the work is done that its result could not be written.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if the file's folder is not there, {@code BAD_REQUEST} if the path is
     *         a folder or may not be written
     */
    static void requireWritable(Path path) {
        Path folder = requireFolder(path);
        if (Files.isDirectory(path)) {
            throw DreamCacherException
                    .badRequest("The picture is written to a file, but %s is a folder; name a file in it."
                            .formatted(path.toAbsolutePath()));
        }
        if (!Files.isWritable(Files.exists(path) ? path : folder)) {
            throw DreamCacherException
                    .badRequest("%s may not be written; name another file, or ask for the right to write there."
                            .formatted(path.toAbsolutePath()));
        }
    }

    /**
     * The folder a path is in.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if it is not there
     */
    static Path requireFolder(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "There is no folder to write %s to; make it first.".formatted(path.toAbsolutePath()));
        }
        return folder;
    }

    static boolean hasSuffix(Path path, String suffix) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(suffix);
    }

    void write(BufferedImage picture) {
        write(path, Png.encode(picture));
    }

    /**
     * Writes an image file as PNG, with what it tells of its making.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if that cannot be done
     */
    static void writePng(Path path, byte[] image) {
        write(path, new ImageFormats().asPng(image));
    }

    /**
     * Writes bytes.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if that cannot be done
     */
    static void write(Path path, byte[] bytes) {
        try {
            Files.write(path, bytes);
        } catch (IOException e) {
            throw unwritten(path, e);
        }
    }

    /**
     * Writes what another file holds.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if that cannot be done
     */
    static void copy(Path from, Path path) {
        try {
            Files.copy(from, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritten(path, e);
        }
    }

    private static DreamCacherException unwritten(Path path, IOException failure) {
        return new DreamCacherException(FailureCategory.BAD_REQUEST,
                "The picture could not be written to %s: %s.".formatted(path.toAbsolutePath(), failure), failure);
    }
}
