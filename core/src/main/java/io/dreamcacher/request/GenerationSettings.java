package io.dreamcacher.request;

import io.dreamcacher.failure.DreamCacherException;

/**
 * Everything besides model, prompt and seed that changes an image, with no default left open: a model's defaults are a
 * value of this type, and a request is made from them.
 *
 * @param negativePrompt what to steer away from; empty means the unconditional prompt
 * @param size of the image
 * @param steps number of denoising steps (num_inference_steps), 1 to 1000
 * @param guidanceScale weight of classifier-free guidance (Ho and Salimans 2022, w + 1 there); finite, 0 or more; up to
 *        1 the unconditional half is not computed
 * @param scheduler short name of the sampler, such as {@code pndm}; lower case
 * @param conditioning what else changes the image
 */
public record GenerationSettings(String negativePrompt, ImageSize size, int steps, double guidanceScale,
        String scheduler, Conditioning conditioning) {

    private static final int MOST_STEPS = 1000;

    /** Refuses values no model can use. */
    public GenerationSettings {
        if (steps < 1 || steps > MOST_STEPS) {
            throw DreamCacherException.badRequest(
                    "steps must be from 1 to %d, but %d was given.".formatted(MOST_STEPS, steps));
        }
        guidanceScale += 0.0; // -0.0 is 0.0, lest one request has two identities
        if (!Double.isFinite(guidanceScale) || guidanceScale < 0) {
            throw DreamCacherException
                    .badRequest(
                            "guidanceScale must be a number of 0 or more, but %s was given.".formatted(guidanceScale));
        }
    }

    /** Settings with nothing unusual. */
    public GenerationSettings(String negativePrompt, ImageSize size, int steps, double guidanceScale,
            String scheduler) {
        this(negativePrompt, size, steps, guidanceScale, scheduler, Conditioning.NONE);
    }

    /** These settings with another negative prompt. */
    public GenerationSettings withNegativePrompt(String value) {
        return new GenerationSettings(value, size, steps, guidanceScale, scheduler, conditioning);
    }

    /** These settings with another size. */
    public GenerationSettings withSize(ImageSize value) {
        return new GenerationSettings(negativePrompt, value, steps, guidanceScale, scheduler, conditioning);
    }

    /** These settings with another number of steps. */
    public GenerationSettings withSteps(int value) {
        return new GenerationSettings(negativePrompt, size, value, guidanceScale, scheduler, conditioning);
    }

    /** These settings with another guidance scale. */
    public GenerationSettings withGuidanceScale(double value) {
        return new GenerationSettings(negativePrompt, size, steps, value, scheduler, conditioning);
    }

    /** These settings with another scheduler. */
    public GenerationSettings withScheduler(String value) {
        return new GenerationSettings(negativePrompt, size, steps, guidanceScale, value, conditioning);
    }

    /** These settings with other conditioning. */
    public GenerationSettings withConditioning(Conditioning value) {
        return new GenerationSettings(negativePrompt, size, steps, guidanceScale, scheduler, value);
    }
}
