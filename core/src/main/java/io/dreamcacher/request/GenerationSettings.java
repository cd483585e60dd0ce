package io.dreamcacher.request;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.model.Rendering;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Everything besides model, prompt and seed that changes an image. A generator's defaults are a value of this type, and a
 * request is made from them. What a generator has no use for is absent, which is not a default: an image by somebody
 * else's server was made in no number of steps that anybody knows.
 *
 * @param negativePrompt what to steer away from; absent is not the empty text: a Stable Diffusion XL may take zeros for the
 *        former, as diffusers does, and reads the latter; to other models both are the unconditional prompt
 * @param size of the image
 * @param steps number of denoising steps (num_inference_steps), 1 to 1000
 * @param guidanceScale weight of classifier-free guidance (Ho and Salimans 2022, w + 1 there); 0 to 100; up to 1 the unconditional half is not computed
 * @param scheduler short name of the sampler, such as {@code pndm}; lower case
 * @param conditioning what else changes the image
 * @param rendering how it is computed
 */
public record GenerationSettings(Optional<String> negativePrompt, ImageSize size, OptionalInt steps,
        OptionalDouble guidanceScale, Optional<String> scheduler, Conditioning conditioning, Rendering rendering) {

    /** Denoising steps, at most. */
    public static final int MOST_STEPS = 1000;

    /** The greatest guidance scale. AUTOMATIC1111 offers 1 to 30; far beyond that every published model makes noise, and then numbers overflow. */
    public static final int MOST_GUIDANCE = 100;

    /** Refuses values no model can use. */
    public GenerationSettings {
        steps.ifPresent(GenerationSettings::checkSteps);
        if (guidanceScale.isPresent()) {
            double scale = guidanceScale.getAsDouble();
            if (!(scale >= 0) || scale > MOST_GUIDANCE) {
                throw DreamCacherException.badRequest("guidanceScale must be a number from 0 to %d, but %s was given."
                        .formatted(MOST_GUIDANCE, scale));
            }
            guidanceScale = OptionalDouble.of(scale + 0.0); // -0.0 is 0.0, lest one request has two identities
        }
    }

    /** Settings of a diffusion model with nothing unusual, and nothing to steer away from. */
    public GenerationSettings(ImageSize size, int steps, double guidanceScale, String scheduler) {
        this(Optional.empty(), size, OptionalInt.of(steps), OptionalDouble.of(guidanceScale), Optional.of(scheduler),
                Conditioning.NONE, Rendering.NONE);
    }

    /** Settings of a generator that is told a size and nothing else. */
    public static GenerationSettings of(ImageSize size) {
        return new GenerationSettings(Optional.empty(), size, OptionalInt.empty(), OptionalDouble.empty(),
                Optional.empty(), Conditioning.NONE, Rendering.NONE);
    }

    private static void checkSteps(int steps) {
        if (steps < 1 || steps > MOST_STEPS) {
            throw DreamCacherException.badRequest(
                    "steps must be from 1 to %d, but %d was given.".formatted(MOST_STEPS, steps));
        }
    }

    /** These settings with another negative prompt, which may be the empty text. */
    public GenerationSettings withNegativePrompt(String value) {
        return new GenerationSettings(Optional.of(value), size, steps, guidanceScale, scheduler, conditioning,
                rendering);
    }

    /** These settings with another size. */
    public GenerationSettings withSize(ImageSize value) {
        return new GenerationSettings(negativePrompt, value, steps, guidanceScale, scheduler, conditioning, rendering);
    }

    /** These settings with another number of steps. */
    public GenerationSettings withSteps(int value) {
        return new GenerationSettings(negativePrompt, size, OptionalInt.of(value), guidanceScale, scheduler,
                conditioning, rendering);
    }

    /** These settings with another guidance scale. */
    public GenerationSettings withGuidanceScale(double value) {
        return new GenerationSettings(negativePrompt, size, steps, OptionalDouble.of(value), scheduler, conditioning,
                rendering);
    }

    /** These settings with another scheduler. */
    public GenerationSettings withScheduler(String value) {
        return new GenerationSettings(negativePrompt, size, steps, guidanceScale, Optional.of(value), conditioning,
                rendering);
    }

    /** These settings with other conditioning. */
    public GenerationSettings withConditioning(Conditioning value) {
        return new GenerationSettings(negativePrompt, size, steps, guidanceScale, scheduler, value, rendering);
    }

    /** These settings, computed in another way. */
    public GenerationSettings withRendering(Rendering value) {
        return new GenerationSettings(negativePrompt, size, steps, guidanceScale, scheduler, conditioning, value);
    }
}
