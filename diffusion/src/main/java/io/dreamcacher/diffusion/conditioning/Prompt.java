package io.dreamcacher.diffusion.conditioning;

import java.util.Optional;

/**
 * What an image shows, and what it does not.
 *
 * @param text what to steer towards
 * @param negative what to steer away from. Empty, not to be confused with the empty text, stands for "anything": that is
 *        zeros to an SDXL whose {@code force_zeros_for_empty_prompt} says so, and the empty text to all other models
 */
public record Prompt(String text, Optional<String> negative) {
    /** A prompt without a negative one. */
    public static Prompt of(String text) {
        return new Prompt(text, Optional.empty());
    }

    /** A prompt with a negative one. */
    public static Prompt of(String text, String negative) {
        return new Prompt(text, Optional.of(negative));
    }
}
