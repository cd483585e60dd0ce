package io.dreamcacher.cli.commands;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the frames of an interpolation go: an animated GIF, a sheet of them as PNG, or a folder of PNG files. */
sealed interface InterpolationOutput extends AutoCloseable {
    /** Takes the next frame. */
    void add(BufferedImage frame);

    /** Writes what is not written yet. */
    void finish();

    /** Frees what writes; what is not finished is not written. */
    @Override
    default void close() {}

    /**
     * Chooses by the name: {@code .gif}, {@code .png}, or no suffix for a folder.
     *
     * @param framesPerSecond of a GIF, 1 to 50
     * @throws DreamCacherException {@code BAD_REQUEST} if the name says something else
     */
    static InterpolationOutput to(Path path, int framesPerSecond) {
        OutputFile.requireFolder(path);
        if (OutputFile.hasSuffix(path, ".gif")) {
            OutputFile.requireWritable(path);
            return new Gif(path, new AnimatedGif(Math.round(100f / framesPerSecond)));
        }
        if (OutputFile.hasSuffix(path, ".png")) {
            OutputFile.requireWritable(path);
            return new Sheet(path, new ArrayList<>());
        }
        if (path.getFileName() == null || path.getFileName().toString().contains(".")) {
            throw DreamCacherException.badRequest(
                    "An interpolation is written to a .gif, to a .png with all frames on it, or to a folder named without a dot; %s is none of these."
                            .formatted(path));
        }
        return new Folder(path);
    }

    /** An animation. */
    record Gif(Path path, AnimatedGif gif) implements InterpolationOutput {
        @Override
        public void add(BufferedImage frame) {
            gif.add(frame);
        }

        @Override
        public void finish() {
            OutputFile.write(path, gif.finish());
        }

        @Override
        public void close() {
            gif.close();
        }
    }

    /** All frames on one picture. */
    record Sheet(Path path, List<BufferedImage> frames) implements InterpolationOutput {
        private static final int COLUMNS = 8;

        @Override
        public void add(BufferedImage frame) {
            frames.add(frame);
        }

        @Override
        public void finish() {
            OutputFile.write(path, Png.encode(
                    ImageSheet.grid(frames, Math.min(COLUMNS, frames.size()))));
        }
    }

    /** A file for each frame, {@code frame-0001.png} the first. */
    final class Folder implements InterpolationOutput {
        private final Path path;
        private int written;

        Folder(Path path) {
            this.path = path;
        }

        @Override
        public void add(BufferedImage frame) {
            try {
                Files.createDirectories(path);
            } catch (IOException e) {
                throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                        "The folder %s could not be made: %s.".formatted(path.toAbsolutePath(), e), e);
            }
            written++;
            OutputFile.write(path.resolve("frame-%04d.png".formatted(written)), Png.encode(frame));
        }

        @Override
        public void finish() {
            // every frame is written as it comes
        }
    }
}
