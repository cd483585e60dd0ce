package io.dreamcacher.cli.client;

import io.dreamcacher.generation.GenerationId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files a picture is made from.
 *
 * @param picture a file, or the name of a remembered picture
 * @param mask where it is made anew; empty for everywhere
 * @param strength how much is made anew
 */
public record StartFiles(Path picture, Optional<Path> mask, double strength) {
    /** The picture's file; a name that is no file may be a remembered picture's. */
    Path pictureIn(Path dataFolder) {
        String name = picture.getFileName().toString();
        if (Files.exists(picture) || !GenerationId.isOne(name)) {
            return picture;
        }
        return PictureFiles.of(dataFolder, name);
    }
}
