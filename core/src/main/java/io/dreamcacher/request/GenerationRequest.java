package io.dreamcacher.request;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Optional;

/**
 * One request for images, with every default resolved.
 *
 * @param prompt what the image shows; may be empty (the unconditional image)
 * @param model name or folder of the model, as the memory's generators know it
 * @param settings everything else that changes the image
 * @param seed what is meant by the seed
 * @param count number of images, 1 to 64
 * @param memory what is wanted of the memory
 * @param start the pixels to start from; present if and only if the settings refer to some, which are these
 */
public record GenerationRequest(String prompt, String model, GenerationSettings settings, SeedIntent seed, int count,
        MemoryIntent memory, Optional<InitImage> start) {

    private static final int MOST_IMAGES = 64;
    private static final int LONGEST_PROMPT = 10_000;

    /** Refuses counts and prompt lengths out of range, and what is no {@linkplain RequestText text}. */
    public GenerationRequest {
        if (count < 1 || count > MOST_IMAGES) {
            throw DreamCacherException.badRequest("The number of pictures must be from 1 to %d, but %d was given."
                    .formatted(MOST_IMAGES, count));
        }
        RequestText.require("model", model);
        settings.scheduler().ifPresent(scheduler -> RequestText.require("scheduler", scheduler));
        checkText("prompt", prompt);
        settings.negativePrompt().ifPresent(negative -> checkText("negativePrompt", negative));
        settings.conditioning().variation().ifPresent(GenerationRequest::checkVariation);
        if (start.isPresent() != settings.conditioning().start().isPresent()) {
            throw new IllegalArgumentException("a start picture and the settings' reference to it belong together");
        }
    }

    /** Images made from nothing but noise. */
    public GenerationRequest(String prompt, String model, GenerationSettings settings, SeedIntent seed, int count,
            MemoryIntent memory) {
        this(prompt, model, settings, seed, count, memory, Optional.empty());
    }

    /** One image of any seed. */
    public static GenerationRequest of(String prompt, String model, GenerationSettings settings) {
        return new GenerationRequest(prompt, model, settings, SeedIntent.ANY, 1, MemoryIntent.USUAL);
    }

    /** This request with another seed intent. */
    public GenerationRequest withSeed(SeedIntent value) {
        return new GenerationRequest(prompt, model, settings, value, count, memory, start);
    }

    /** This request for another number of images. */
    public GenerationRequest withCount(int value) {
        return new GenerationRequest(prompt, model, settings, seed, value, memory, start);
    }

    /** This request with another use of the memory. */
    public GenerationRequest withMemory(MemoryUse value) {
        return withMemory(memory.withUse(value));
    }

    /** This request with something else wanted of the memory. */
    public GenerationRequest withMemory(MemoryIntent value) {
        return new GenerationRequest(prompt, model, settings, seed, count, value, start);
    }

    /** This request with other settings, which refer to the same start image. */
    public GenerationRequest withSettings(GenerationSettings value) {
        return new GenerationRequest(prompt, model, value, seed, count, memory, start);
    }

    /** This request, made from an image. */
    public GenerationRequest withInitImage(InitImage image, double strength) {
        GenerationSettings started = settings
                .withConditioning(settings.conditioning().withInitImage(image.reference(strength)));
        return new GenerationRequest(prompt, model, started, seed, count, memory, Optional.of(image));
    }

    private static void checkVariation(SeedVariation variation) {
        if (variation.seed() == SeedIntent.ANY_SEED) {
            throw DreamCacherException.badRequest(
                    "variationSeed must be a certain seed; -1 stands for any. Give another number, or leave it out.");
        }
    }

    private static void checkText(String what, String text) {
        RequestText.require(what, text);
        if (text.length() > LONGEST_PROMPT) {
            throw DreamCacherException.badRequest("%s may have %,d characters, but has %,d; shorten it."
                    .formatted(what, LONGEST_PROMPT, text.length()));
        }
    }
}
