package io.dreamcacher.cli.client;

import io.dreamcacher.access.Scope;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileImageStore;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import java.nio.file.Path;

/** Where the image files of a data folder are. */
final class ImagePaths {
    private ImagePaths() {}

    static Path of(Path dataFolder, String id) {
        return FileImageStore.file(new DataFolder(dataFolder).images(),
                new ImageKey(Scope.PUBLIC, new GenerationId(id)));
    }
}
