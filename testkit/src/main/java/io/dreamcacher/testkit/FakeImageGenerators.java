package io.dreamcacher.testkit;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.ImageGenerators;
import java.util.List;

/** A fixed set of generators; the first is the default. Thread-safe. */
public final class FakeImageGenerators implements ImageGenerators {
    private final List<ImageGenerator> generators;

    /** These generators, one or more. */
    public FakeImageGenerators(ImageGenerator... generators) {
        this.generators = List.of(generators);
    }

    @Override
    public String defaultModel() {
        return generators.getFirst().description().name();
    }

    @Override
    public ImageGenerator named(String model) {
        return generators.stream()
                .filter(generator -> generator.description().name().equals(model))
                .findFirst()
                .orElseThrow(() -> new DreamCacherException(FailureCategory.NOT_FOUND,
                        "There is no model %s here; there are %s.".formatted(model,
                                generators.stream().map(generator -> generator.description().name()).toList())));
    }

    @Override
    public void close() {
        generators.forEach(ImageGenerator::close);
    }
}
