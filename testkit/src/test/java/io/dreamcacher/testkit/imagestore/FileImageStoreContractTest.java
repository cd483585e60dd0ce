package io.dreamcacher.testkit.imagestore;

import io.dreamcacher.imagestore.FileImageStore;
import io.dreamcacher.imagestore.ImageStore;
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
