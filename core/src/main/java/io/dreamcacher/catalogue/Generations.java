package io.dreamcacher.catalogue;

import io.dreamcacher.access.Access;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import java.util.List;
import java.util.Optional;

/**
 * Generations and the prompts they answer. Readers see what lies in the scopes of their access and nothing else; an exact
 * key is seen by every reader, on every node, as soon as the writer has returned.
 */
public interface Generations {
    /**
     * Adds a generation and remembers its prompt, asked for once more and answered by this image from now on, in one
     * transaction.
     *
     * @param access who had it made; the image counts as seen by them. Its written scope is the generation's
     * @throws IllegalArgumentException when a vector's dimension is not the identity's, the scope is another one, or the
     *         name is taken
     */
    void add(Access access, Generation generation, GenerationVectors vectors);

    /** A generation by its name; empty when there is none or it is being deleted. */
    Optional<Generation> byId(Access access, GenerationId id);

    /** Every generation of an exact key, oldest first. */
    List<Generation> byKey(Access access, String key);

    /** Generations, newest first, at most so many; of equal times those of greater names first. */
    List<Generation> newest(Access access, int limit);

    /**
     * Those of {@link #newest(Access, int)} after a place, at most so many. A page far down costs what the first one costs.
     */
    List<Generation> newest(Access access, GenerationCursor before, int limit);

    /**
     * Begins to delete a generation: it is gone from every lookup and listed in {@link Inventory#deletions} until
     * {@link Inventory#deleted}. Each prompt it answered is answered by the newest other generation of the same prompt and
     * scope, and is gone where there is none.
     *
     * @return whether there was such a generation
     * @throws io.dreamcacher.failure.DreamCacherException with FORBIDDEN when there is, but the caller may not delete it
     */
    boolean delete(Access access, GenerationId id);

    /**
     * Remembers prompts without images, all in one transaction; keys already there are left as they are.
     *
     * @param prompts of the scope that is written
     * @throws IllegalArgumentException when a prompt has uses, an image, another scope or a vector of another dimension;
     *         nothing is added
     */
    void addPrompts(Access access, List<RememberedPrompt> prompts);

    /** A remembered prompt by its key; where several scopes have it, the one of the first scope in order of names. */
    Optional<RememberedPrompt> prompt(Access access, PromptKey key);
}
