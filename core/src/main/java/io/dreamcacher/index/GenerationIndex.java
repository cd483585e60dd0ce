package io.dreamcacher.index;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.GenerationId;
import java.util.List;

/**
 * What is searched: generations by vector and by words, prompts by what somebody types. Derived from the catalogue;
 * whoever owns both applies every change here in ascending order. Thread-safe.
 */
public interface GenerationIndex extends AutoCloseable {
    /** Number of the last change that would still be here after a crash; 0 for an empty index. */
    long committedChange();

    /** Applies changes in order; what they say is found by the very next search. Applying one again does no harm. */
    void apply(List<Change> changes);

    /** Makes everything applied so far survive a crash. */
    void commit();

    /** Forgets everything, before a rebuild. */
    void clear();

    /** Number of generations indexed. */
    long count();

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
    List<GenerationId> words(String words, IndexFilter filter, int k);

    /** Prompts whose key begins with this one, most used first. */
    List<PromptHit> promptsStartingWith(Scope scope, PromptKey prefix, int k);

    /** Prompts with all of these words, the last one as the beginning of a word, most used first. */
    List<PromptHit> promptsContaining(Scope scope, PromptKey words, int k);

    /** Prompts nearest in meaning, nearest first. */
    List<PromptHit> promptsNear(Scope scope, Embedding query, int k);

    /** Commits and closes. */
    @Override
    void close();
}
