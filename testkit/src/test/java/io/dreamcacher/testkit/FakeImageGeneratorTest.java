package io.dreamcacher.testkit;

import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.testkit.generator.ImageGeneratorContract;

class FakeImageGeneratorTest extends ImageGeneratorContract {
    private final FakeImageGenerator generator = new FakeImageGenerator("fake");

    @Override
    protected ImageGenerator generator() {
        return generator;
    }
}
