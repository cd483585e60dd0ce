package io.dreamcacher.model;

import java.util.Optional;

/**
 * How a model computes an image, besides its weights and settings. In a request what is absent is the generator's own
 * choice; of an image it is absent where the generator has no such thing.
 *
 * @param precision of the arithmetic, such as {@code exact} or {@code fast}
 * @param noise whose random numbers a seed stands for, such as {@code torch-cpu}
 * @param safety what becomes of images the model's safety checker objects to
 */
public record Rendering(Optional<String> precision, Optional<String> noise, Optional<Safety> safety) {

    /** Nothing said. */
    public static final Rendering NONE = new Rendering(Optional.empty(), Optional.empty(), Optional.empty());

    /** In another arithmetic. */
    public Rendering withPrecision(String value) {
        return new Rendering(Optional.of(value), noise, safety);
    }

    /** With somebody else's random numbers. */
    public Rendering withNoise(String value) {
        return new Rendering(precision, Optional.of(value), safety);
    }

    /** With another treatment of images a checker objects to. */
    public Rendering withSafety(Safety value) {
        return new Rendering(precision, noise, Optional.of(value));
    }

    /** This, and where it says nothing, what others say. */
    public Rendering over(Rendering others) {
        return new Rendering(precision.or(others::precision), noise.or(others::noise), safety.or(others::safety));
    }
}
