package io.dreamcacher.api;

import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.Recipe;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is said of every image.
 *
 * @param path of the image below the service's address, or the image itself as data address when it is not stored
 * @param seed that started the noise; absent where the generator has none
 * @param width in pixels
 * @param height in pixels
 * @param createdAt when the image was made
 * @param revisedPrompt what the model made of the prompt, and drew; absent where it drew the prompt itself
 */
public record ImageFacts(String path, OptionalLong seed, int width, int height, Instant createdAt,
        Optional<String> revisedPrompt) {
    static ImageFacts of(Generation generation) {
        return of(Paths.image(generation.id()), generation.recipe(), generation.createdAt());
    }

    static ImageFacts of(String path, Recipe recipe, Instant createdAt) {
        return new ImageFacts(path, recipe.seed(), recipe.settings().size().width(),
                recipe.settings().size().height(), createdAt, recipe.words().revised());
    }

    ImageFacts withPath(String value) {
        return new ImageFacts(value, seed, width, height, createdAt, revisedPrompt);
    }
}
