package io.dreamcacher.generation;

import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.request.GenerationSettings;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What made an image; with the same model files it makes the same image again. This, and nothing about who asked,
 * travels inside the image.
 *
 * @param identity of the request
 * @param words what was drawn
 * @param model that drew it
 * @param settings it was made with, as far as its generator has them
 * @param seed that started the noise; absent where the generator has none, or tells none
 * @param flagged whether the model's safety checker objected to the image
 * @param refinement where it was begun; absent where it was begun from noise
 */
public record Recipe(RequestIdentity identity, Words words, ModelIdentity model, GenerationSettings settings,
        OptionalLong seed, boolean flagged, Optional<Refinement> refinement) {
    /** What made an image from noise. */
    public Recipe(RequestIdentity identity, Words words, ModelIdentity model, GenerationSettings settings,
            OptionalLong seed, boolean flagged) {
        this(identity, words, model, settings, seed, flagged, Optional.empty());
    }

    /** The same for an image that was finished from a stored one: it is not the image of its seed, and has none here. */
    public Recipe refined(Refinement value) {
        return new Recipe(identity, words, model, settings, OptionalLong.empty(), flagged, Optional.of(value));
    }

    /**
     * Where an image was begun that is finished from a stored one.
     *
     * @param source the stored image
     * @param step the first one that was run, counted from 0; so many were left out
     * @param seed of the noise that was put on it; absent where the generator has none, or tells none
     */
    public record Refinement(GenerationId source, int step, OptionalLong seed) {
        /** Refuses steps before the first. */
        public Refinement {
            if (step < 0) {
                throw new IllegalArgumentException("steps are counted from 0, found " + step);
            }
        }
    }

    /**
     * The prompt, and what became of it.
     *
     * @param prompt as the caller wrote it
     * @param cut whether the model saw only its beginning
     * @param revised what the generator made of it and drew; absent where it drew what was written
     */
    public record Words(String prompt, boolean cut, Optional<String> revised) {
        /** A prompt that was drawn as it was written. */
        public Words(String prompt, boolean cut) {
            this(prompt, cut, Optional.empty());
        }
    }

    /** The prompt as the caller wrote it. */
    public String prompt() {
        return words.prompt();
    }
}
