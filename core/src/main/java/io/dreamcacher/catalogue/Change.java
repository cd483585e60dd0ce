package io.dreamcacher.catalogue;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;

/** One step of the catalogue's history, as far as an index cares. Applying a change twice equals applying it once. */
public sealed interface Change {
    /** Position in the history, 1 or more; later changes have higher numbers, not always the next. */
    long number();

    /**
     * A generation was added.
     *
     * @param number position
     * @param generation what was added
     * @param vectors its vectors
     */
    record GenerationAdded(long number, Generation generation, GenerationVectors vectors) implements Change {}

    /**
     * A generation was deleted.
     *
     * @param number position
     * @param id its name
     */
    record GenerationDeleted(long number, GenerationId id) implements Change {}

    /**
     * A prompt is new, or its uses or image changed.
     *
     * @param number position
     * @param prompt as it is now
     */
    record PromptPut(long number, RememberedPrompt prompt) implements Change {}

    /**
     * A prompt is gone.
     *
     * @param number position
     * @param scope whose it was
     * @param key its key
     */
    record PromptRemoved(long number, Scope scope, PromptKey key) implements Change {}
}
