package io.dreamcacher.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.MemoryIntent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a client must know before it asks.
 *
 * @param model used where a request names none
 * @param models a request may name
 * @param defaults of that model
 * @param abilities what the service can do
 * @param limits of one request
 * @param version of the service
 * @param starters prompts to begin with
 */
public record Settings(String model, List<String> models, Defaults defaults, @JsonUnwrapped Abilities abilities,
        ServiceLimits limits, String version, List<String> starters) {
    /**
     * What a request gets that names nothing else.
     *
     * @param negativePrompt what to steer away from; empty where there is nothing
     * @param width in pixels
     * @param height in pixels
     * @param steps of denoising
     * @param guidanceScale weight of guidance
     * @param scheduler short name
     */
    public record Defaults(String negativePrompt, int width, int height, OptionalInt steps,
            OptionalDouble guidanceScale, Optional<String> scheduler) {
        /** A model's defaults. */
        public static Defaults of(GenerationSettings settings) {
            return new Defaults(settings.negativePrompt().orElse(""), settings.size().width(), settings.size().height(),
                    settings.steps(), settings.guidanceScale(),
                    settings.scheduler());
        }
    }

    /**
     * What the service can do.
     *
     * @param schedulers the default model knows
     * @param sizeMultiple width and height are multiples of it
     * @param seesPictures whether images can be searched by image
     * @param promptWindow tokens the model sees of a prompt
     * @param reuse which remembered images may answer where a request does not say: {@code off}, {@code exact},
     *        {@code similar} or {@code refine}
     * @param budget share of reused images that may be wrong where a request does not say, 0 to 0.5
     */
    public record Abilities(List<String> schedulers, int sizeMultiple, boolean seesPictures, int promptWindow,
            String reuse, double budget) {

        /** Latents are an eighth of an image's size in every model this project draws with. */
        public static final int SIZE_MULTIPLE = 8;

        /** Tokens of CLIP's text towers, start and end included: every one that conditions a Stable Diffusion has these. */
        private static final int PROMPT_WINDOW = 77;

        /** Of a model. */
        public static Abilities of(GeneratorDescription model, boolean seesPictures, MemoryIntent usual) {
            return new Abilities(model.capabilities().schedulers(), SIZE_MULTIPLE, seesPictures, PROMPT_WINDOW,
                    usual.reuse().shortName(), usual.budget().share());
        }
    }
}
