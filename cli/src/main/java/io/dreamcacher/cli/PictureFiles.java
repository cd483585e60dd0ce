package io.dreamcacher.cli;

import java.nio.file.Path;

/** Where the picture files of a data folder are. */
final class PictureFiles {
    private PictureFiles() {}

    static Path of(Path dataFolder, String id) {
        return dataFolder.resolve("images").resolve(id.substring(0, 2)).resolve(id + ".png").toAbsolutePath();
    }
}
