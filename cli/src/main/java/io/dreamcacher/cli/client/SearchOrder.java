package io.dreamcacher.cli.client;

import io.dreamcacher.request.ImageSize;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code search} was told.
 *
 * @param text words
 * @param image picture file
 * @param byWords match the words of prompts instead of their meaning
 * @param k number of results
 * @param model only of this model
 * @param size only of this size
 */
public record SearchOrder(Optional<String> text, Optional<Path> image, boolean byWords, int k, Optional<String> model,
        Optional<ImageSize> size) {}
