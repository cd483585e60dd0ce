package io.dreamcacher.generator;

import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.InitImage;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One image to make.
 *
 * @param prompt what it shows
 * @param settings everything else but the seed
 * @param seed start of the noise generator; present if and only if the generator takes one
 * @param start the image to start from; present if and only if the settings refer to one
 */
public record GenerationJob(String prompt, GenerationSettings settings, OptionalLong seed, Optional<InitImage> start) {
    /** An image made from nothing but noise. */
    public GenerationJob(String prompt, GenerationSettings settings, long seed) {
        this(prompt, settings, OptionalLong.of(seed), Optional.empty());
    }
}
