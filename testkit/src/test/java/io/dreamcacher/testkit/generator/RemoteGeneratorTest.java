package io.dreamcacher.testkit.generator;

import io.dreamcacher.generator.ImageGenerator;
import java.util.Optional;

class RemoteGeneratorTest extends ImageGeneratorContract {
    private final RemoteGenerator generator = new RemoteGenerator("remote", 4);

    @Override
    protected ImageGenerator generator() {
        return generator;
    }

    @Override
    protected Optional<String> forbidden() {
        return Optional.of("a " + RemoteGenerator.FORBIDDEN + " boat");
    }
}
