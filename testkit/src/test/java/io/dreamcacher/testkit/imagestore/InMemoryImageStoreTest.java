package io.dreamcacher.testkit.imagestore;

import io.dreamcacher.imagestore.ImageStore;

class InMemoryImageStoreTest extends ImageStoreContract {
    @Override
    protected ImageStore emptyStore() {
        return new InMemoryImageStore();
    }
}
