package io.dreamcacher.index;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.embedding.Embedding;
import java.util.List;
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
    List<Neighbour> nearest(VectorSpace space, Embedding query, IndexFilter filter, int k);

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
}
