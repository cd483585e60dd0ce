package io.dreamcacher.testkit.image;

import io.dreamcacher.image.ImageStore;

class InMemoryImageStoreTest extends ImageStoreContract {
    @Override
    protected ImageStore emptyStore() {
        return new InMemoryImageStore();
    }
}
