package io.dreamcacher.generator;

import io.dreamcacher.request.PictureSettings;
import io.dreamcacher.request.StartPicture;
import java.util.Optional;

/**
 * One picture to make.
 *
 * @param prompt what it shows
 * @param settings everything else but the seed
 * @param seed start of the noise generator
 * @param start the picture to start from; present if and only if the settings refer to one
 */
public record GenerationJob(String prompt, PictureSettings settings, long seed, Optional<StartPicture> start) {
    /** A picture made from nothing but noise. */
    public GenerationJob(String prompt, PictureSettings settings, long seed) {
        this(prompt, settings, seed, Optional.empty());
    }
}
