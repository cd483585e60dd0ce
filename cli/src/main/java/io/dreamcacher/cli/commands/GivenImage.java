package io.dreamcacher.cli.commands;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.image.ImageFileReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An image file somebody named. */
final class GivenImage {
    private GivenImage() {}

    /**
     * The file as it is. It is looked at here, where its name is known; whoever answers the request sees its bytes only.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} or {@code NOT_FOUND} with the file's name if it is no image that can
     *         be read
     */
    static byte[] bytes(Path file) {
        ImageFileReader.DEFAULT.read(file);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "A picture must be a readable file, but %s is not (%s).".formatted(file, e), e);
        }
    }
}
