package io.dreamcacher.generator;

import io.dreamcacher.request.GenerationSettings;
import java.util.List;

/**
 * What a generator is and can do.
 *
 * @param name for people: the folder or repository
 * @param fingerprint SHA-256 in hex over every weight, config and tokenizer file; for a remote generator over its name
 * @param precision the arithmetic, such as {@code fp32}
 * @param noiseSource whose random numbers start an image, such as {@code torch-cpu}
 * @param defaults settings used where the caller names none
 * @param schedulers short names this generator knows; the default's among them
 */
public record GeneratorDescription(String name, String fingerprint, String precision, String noiseSource,
        GenerationSettings defaults, List<String> schedulers) {
    /** Takes an unmodifiable copy and checks that the default scheduler is known. */
    public GeneratorDescription {
        schedulers = List.copyOf(schedulers);
        if (!schedulers.contains(defaults.scheduler())) {
            throw new IllegalArgumentException(
                    "the default scheduler must be known, found %s among %s".formatted(defaults.scheduler(),
                            schedulers));
        }
    }
}
