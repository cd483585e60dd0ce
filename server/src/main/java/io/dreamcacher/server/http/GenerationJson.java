package io.dreamcacher.server.http;

import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.server.security.Paths;
import java.time.Instant;

/**
 * A remembered generation, as JSON.
 *
 * @param id its name
 * @param prompt that made it
 * @param negativePrompt that made it
 * @param model name or folder
 * @param width in pixels
 * @param height in pixels
 * @param steps of denoising
 * @param guidanceScale weight of guidance
 * @param scheduler short name
 * @param conditioning what else changed the picture, as words {@code name=value}; mostly empty
 * @param seed that started the noise
 * @param flagged whether the model's safety checker objected to it
 * @param createdAt when it was made
 * @param milliseconds making it took
 * @param sizeBytes of the file
 * @param path of the picture
 */
record GenerationJson(String id, String prompt, String negativePrompt, String model, int width, int height, int steps,
        double guidanceScale, String scheduler, String conditioning, long seed, boolean flagged, Instant createdAt,
        long milliseconds,
        long sizeBytes,
        String path) {

    static GenerationJson of(Generation generation) {
        Recipe recipe = generation.recipe();
        return new GenerationJson(generation.id().value(), recipe.prompt(),
                recipe.settings().negativePrompt().orElse(""),
                recipe.model(), recipe.settings().size().width(), recipe.settings().size().height(),
                recipe.settings().steps(), recipe.settings().guidanceScale(), recipe.settings().scheduler(),
                recipe.settings().conditioning().text(), recipe.seed(), recipe.flagged(), generation.createdAt(),
                generation.took().toMillis(), generation.sizeBytes(),
                Paths.picture(generation.id()));
    }
}
