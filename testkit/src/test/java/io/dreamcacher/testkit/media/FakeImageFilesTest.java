package io.dreamcacher.testkit.media;

import io.dreamcacher.generation.ImageFiles;

class FakeImageFilesTest extends ImageFilesContract {
    @Override
    protected ImageFiles files() {
        return new FakeImageFiles();
    }
}
