package io.dreamcacher.testkit.imagestore;

import io.dreamcacher.imagestore.ImageStore;
import java.time.InstantSource;

class ObjectImageStoreTest extends ImageStoreContract {
    private final FakeBucket bucket = new FakeBucket();

    @Override
    protected ImageStore open(InstantSource clock) {
        return new ObjectImageStore(bucket, clock);
    }
}
