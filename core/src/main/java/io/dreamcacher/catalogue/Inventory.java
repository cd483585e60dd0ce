package io.dreamcacher.catalogue;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import java.util.List;
import java.util.Optional;

/**
 * Everything there is, of every scope: for those who keep images and rows in step, never for those who answer a caller.
 */
public interface Inventory {
    /** Whether a generation of this name is there and not being deleted. */
    default boolean contains(GenerationId id) {
        return scopeOf(id).isPresent();
    }

    /** The scope of a generation; empty when there is none of this name, or it is being deleted. */
    Optional<Scope> scopeOf(GenerationId id);

    /** Every generation after the given one in order of names; starts with {@code ""}. */
    List<Generation> page(String afterId, int limit);

    /** Generations whose deletion began and whose image may still be there, in order of names. */
    List<GenerationId> deletions();

    /** The image of a deleted generation is gone too; nothing happens for any other name. */
    void deleted(GenerationId id);
}
