package io.dreamcacher.files;

import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.testkit.imagestore.ImageStoreContract;
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
