package io.dreamcacher.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dreamcacher.catalogue.GenerationCursor;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.request.GenerationSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Several remembered images.
 *
 * @param generations newest first
 * @param next what to give as {@code before} for those that follow; empty when none do
 */
public record GenerationList(List<RememberedImage> generations, Optional<String> next) {
    /** Refuses to be without its list. */
    public GenerationList {
        generations = List.copyOf(generations);
    }

    /**
     * What a memory remembers.
     *
     * @param found one more than are listed, where more follow
     * @param limit how many are listed
     */
    public static GenerationList page(List<Generation> found, int limit) {
        List<Generation> listed = found.subList(0, Math.min(limit, found.size()));
        return new GenerationList(listed.stream().map(RememberedImage::of).toList(), found.size() > limit
                ? Optional.of(GenerationCursor.after(listed.getLast()).toString())
                : Optional.empty());
    }

    /**
     * One remembered image.
     *
     * @param id its name
     * @param prompt that made it
     * @param model name or folder
     * @param settings what else made it
     * @param image what it is
     * @param making what making it took
     */
    public record RememberedImage(String id, String prompt, String model, @JsonUnwrapped UsedSettings settings,
            @JsonUnwrapped ImageFacts image, @JsonUnwrapped Making making) {
        /** A remembered generation. */
        public static RememberedImage of(Generation generation) {
            Recipe recipe = generation.recipe();
            return new RememberedImage(generation.id().value(), recipe.prompt(), recipe.model().toString(),
                    UsedSettings.of(recipe.settings()), ImageFacts.of(generation),
                    new Making(recipe.flagged(), generation.took().toMillis(), generation.file().sizeBytes(),
                            recipe.refinement().map(refined -> refined.source().value()),
                            recipe.refinement().map(Recipe.Refinement::step)));
        }

        /** This image at another place. */
        public RememberedImage withPath(String value) {
            return new RememberedImage(id, prompt, model, settings, image.withPath(value), making);
        }
    }

    /**
     * Settings an image was made with.
     *
     * @param negativePrompt what was steered away from; absent where nothing was said, which is not the empty text
     * @param steps of denoising
     * @param guidanceScale weight of guidance
     * @param scheduler short name
     * @param conditioning what else changed the image, as words {@code name=value}; mostly empty
     */
    public record UsedSettings(Optional<String> negativePrompt, OptionalInt steps, OptionalDouble guidanceScale,
            Optional<String> scheduler, String conditioning) {
        static UsedSettings of(GenerationSettings settings) {
            return new UsedSettings(settings.negativePrompt(), settings.steps(),
                    settings.guidanceScale(), settings.scheduler(),
                    settings.conditioning().text());
        }
    }

    /**
     * What making an image took.
     *
     * @param flagged whether the model's safety checker objected to the image
     * @param milliseconds making it took
     * @param sizeBytes of the file
     * @param refinedFrom the stored image it was finished from; absent where it was begun from noise
     * @param refinedAtStep the first denoising step that was run then, from 0
     */
    public record Making(boolean flagged, long milliseconds, long sizeBytes, Optional<String> refinedFrom,
            Optional<Integer> refinedAtStep) {}

    /**
     * A judgement on an answer.
     *
     * @param prompt that was asked for; absent for the prompt the image was made of
     * @param right whether the image is what was wanted; false: this image never again answers this prompt; true takes that
     *        back, and lets it answer without being judged again
     */
    public record Feedback(Optional<String> prompt, @Needed Optional<Boolean> right) {}
}
