package io.dreamcacher.cli.client;

import io.dreamcacher.access.Scope;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileImageStore;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import java.nio.file.Path;

/** Where the picture files of a data folder are. */
public final class PictureFiles {
    private PictureFiles() {}

    public static Path of(Path dataFolder, String id) {
        return FileImageStore.file(new DataFolder(dataFolder).images(),
                new ImageKey(Scope.PUBLIC, new GenerationId(id)));
    }
}
