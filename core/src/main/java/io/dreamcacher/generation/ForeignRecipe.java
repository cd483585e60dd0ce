package io.dreamcacher.generation;

import io.dreamcacher.request.GenerationSettings;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an image file that somebody else made tells of its making.
 *
 * @param prompt what it shows; not blank
 * @param settings as far as they are told; the size is that of the file
 * @param model as the file names it
 * @param seed that started the noise
 */
public record ForeignRecipe(String prompt, GenerationSettings settings, Optional<String> model, OptionalLong seed) {
    /** Refuses to have no prompt. */
    public ForeignRecipe {
        if (prompt.isBlank()) {
            throw new IllegalArgumentException("a foreign recipe must have a prompt, found a blank one");
        }
    }
}
