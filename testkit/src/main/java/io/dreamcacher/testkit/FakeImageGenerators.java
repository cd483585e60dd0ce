package io.dreamcacher.testkit;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.ImageGenerators;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A fixed set of generators; the first is the default. Thread-safe. */
public final class FakeImageGenerators implements ImageGenerators {
    private final List<ImageGenerator> generators;
    private final List<ImageGenerator> unlisted = new ArrayList<>();

    /** These generators, one or more. */
    public FakeImageGenerators(ImageGenerator... generators) {
        this.generators = List.of(generators);
    }

    @Override
    public List<String> offered() {
        return generators.stream()
                .filter(generator -> !unlisted.contains(generator))
                .map(generator -> generator.description().name())
                .toList();
    }

    /** These, and one that is there for those who know its name. */
    public FakeImageGenerators withUnlisted(ImageGenerator generator) {
        FakeImageGenerators more = new FakeImageGenerators(
                Stream.concat(generators.stream(), Stream.of(generator)).toArray(ImageGenerator[]::new));
        more.unlisted.addAll(unlisted);
        more.unlisted.add(generator);
        return more;
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
