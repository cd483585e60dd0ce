package io.dreamcacher.cli.client;

import io.dreamcacher.access.Scope;
import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileImageStore;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import java.nio.file.Path;

/** Where the image files of a data folder are. */
final class ImagePaths {
    private ImagePaths() {}

    static String place(Path dataFolder, String id) {
        ImageKey key = new ImageKey(Scope.PUBLIC, new GenerationId(id));
        return DreamCacher.bucketOf(dataFolder)
                .map(bucket -> bucket + "images/" + key)
                .orElseGet(() -> FileImageStore.file(new DataFolder(dataFolder).images(), key).toString());
    }
}
