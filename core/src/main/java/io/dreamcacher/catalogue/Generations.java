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

    /**
     * Adds images that were made elsewhere and remembers their prompts, in one transaction. Nobody asked for them: nothing is counted
     * as made, no prompt as asked for, and nobody has seen them. What has a name that is taken is passed over.
     *
     * @param images of the scope that is written
     * @throws IllegalArgumentException when a vector's dimension is not the identity's or the scope is another one; nothing is added
     */
    void takeIn(Access access, List<MadeElsewhere> images);

    /**
     * An image that was made elsewhere.
     *
     * @param generation it, as it is stored
     * @param vectors of it
     */
    record MadeElsewhere(Generation generation, GenerationVectors vectors) {}

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

    /** How much of what is named {@link #forget} would take away. */
    ForgetTarget.Extent extent(Access access, ForgetTarget what);

    /**
     * Forgets a piece of what is named, in one transaction: generations first, each as by {@link #delete}; where none is
     * left, prompts. What callers saw, rejected and judged of them goes as well, and so does what they rejected for prompts
     * that are gone. Those who administer forget whatever they may read; others what they had made themselves in the scope
     * they write, and no prompt that others may have asked for.
     *
     * @param most generations or prompts, 1 or more
     * @return what went; nothing when nothing is left
     */
    Forgotten forget(Access access, ForgetTarget what, int most);

    /**
     * A piece of what was to be forgotten.
     *
     * @param generations that are gone; their images are still to be deleted
     * @param prompts that are gone
     */
    record Forgotten(List<Generation> generations, List<PromptKey> prompts) {
        /** Takes unmodifiable copies. */
        public Forgotten {
            generations = List.copyOf(generations);
            prompts = List.copyOf(prompts);
        }

        /** Whether nothing was left. */
        public boolean isNothing() {
            return generations.isEmpty() && prompts.isEmpty();
        }

        /** How much it is. */
        public ForgetTarget.Extent extent() {
            return new ForgetTarget.Extent(generations.size(),
                    generations.stream().mapToLong(generation -> generation.file().sizeBytes()).sum(), prompts.size());
        }
    }

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

    /**
     * The remembered prompts of the scope that is written, in order of their keys as UTF-8.
     *
     * @param after only those behind this key; empty for the first
     * @param limit how many at most, from 1
     */
    List<RememberedPrompt> prompts(Access access, Optional<PromptKey> after, int limit);
}
