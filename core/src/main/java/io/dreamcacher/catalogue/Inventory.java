package io.dreamcacher.catalogue;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.media.ImageDigest;
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

    /**
     * Keeps the SHA-256 of a stored file whose row has none, because it was written before rows had one. Nothing happens
     * where the row has one already, where it says another type or length, or where there is none. It is no change: what an
     * index knows of the generation may lack it.
     */
    void digested(GenerationId id, ImageDigest file);

    /** Where a check of the stored files goes on, as {@link #checkedTo(String)} was told; {@code ""} at first. */
    String checkedTo();

    /** Keeps how far a check of the stored files has got, so that it goes on there after a restart. */
    void checkedTo(String position);

    /**
     * Leaves nothing on the medium of what is gone, be it in pages that are free or in logs: not a word of a prompt that was
     * deleted can be read from the files when this returns. That prompts were removed is no longer told by the
     * {@link ChangeLog} either, where every index has taken it in. It may cost as much as copying the whole catalogue.
     *
     * @param followed number of the last change that every index has taken in
     */
    void erase(long followed);

    /** Generations whose deletion began and whose image may still be there, in order of names. */
    List<GenerationId> deletions();

    /** The image of a deleted generation is gone too; nothing happens for any other name. */
    void deleted(GenerationId id);
}
