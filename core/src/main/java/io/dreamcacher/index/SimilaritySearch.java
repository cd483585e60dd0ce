package io.dreamcacher.index;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.GenerationId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is searched: generations by vector and by words, prompts by what somebody types. Only what lies in the scopes asked
 * for is found, and only that costs time. Thread-safe.
 */
public interface SimilaritySearch {
    /** Number of generations in these scopes. */
    long count(Set<Scope> scopes);

    /**
     * The nearest generations, nearest first, at most {@code k}.
     *
     * @param k 1 or more
     */
    List<Neighbour> nearest(Space space, Embedding query, IndexFilter filter, int k);

    /**
     * Generations whose prompt has these words, best match first, at most {@code k}; the ranking is the engine's and the
     * words need not all occur.
     */
    List<IndexedGeneration> words(String words, IndexFilter filter, int k);

    /** Prompts whose key begins with this one, most used first; one that several scopes have is found in each. */
    List<PromptHit> promptsStartingWith(Set<Scope> scopes, PromptKey prefix, int k);

    /** Prompts with all of these words, the last one as the beginning of a word, most used first. */
    List<PromptHit> promptsContaining(Set<Scope> scopes, PromptKey words, int k);

    /**
     * Prompts nearest in meaning, nearest first.
     *
     * @param least similarity that a prompt must have
     */
    List<PromptHit> promptsNear(Set<Scope> scopes, Embedding query, double least, int k);

    /**
     * A generation found by a vector.
     *
     * @param found the generation
     * @param similarity cosine with the query, in [−1, 1]
     */
    record Neighbour(IndexedGeneration found, double similarity) {
        /** The generation's name. */
        public GenerationId id() {
            return found.generation().id();
        }
    }

    /**
     * A remembered prompt found for what somebody types.
     *
     * @param key the prompt's key
     * @param text the prompt
     * @param uses how often it was asked for
     * @param image the image that answers it, if any
     */
    record PromptHit(PromptKey key, String text, long uses, Optional<GenerationId> image) {}

    /** Which of a generation's vectors a query is compared with. */
    enum Space {
        /** Its prompt, in prompt space. */
        PROMPT,
        /** The image itself, in the joint space of text and images. */
        IMAGE
    }
}
