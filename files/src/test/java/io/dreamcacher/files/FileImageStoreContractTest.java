package io.dreamcacher.files;

import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.testkit.imagestore.ImageStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class FileImageStoreContractTest extends ImageStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected ImageStore open(InstantSource clock) {
        return new FileImageStore(folder.resolve("images"), clock, temporary -> {});
    }
}
