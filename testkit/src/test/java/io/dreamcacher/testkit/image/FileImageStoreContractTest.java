package io.dreamcacher.testkit.image;

import io.dreamcacher.image.FileImageStore;
import io.dreamcacher.image.ImageStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileImageStoreContractTest extends ImageStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected ImageStore emptyStore() {
        return new FileImageStore(folder.resolve("images"));
    }
}
