package io.dreamcacher.cli;

import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileImageStore;
import io.dreamcacher.generation.GenerationId;
import java.nio.file.Path;

/** Where the picture files of a data folder are. */
final class PictureFiles {
    private PictureFiles() {}

    static Path of(Path dataFolder, String id) {
        return FileImageStore.file(new DataFolder(dataFolder).images(), new GenerationId(id));
    }
}
