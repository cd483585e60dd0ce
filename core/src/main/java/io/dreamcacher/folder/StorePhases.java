package io.dreamcacher.folder;

import io.dreamcacher.generation.GenerationId;

/**
 * Told how far a generation being stored has come, on the storing thread. A crash test ends the process here; nothing
 * else needs it.
 */
@FunctionalInterface
public interface StorePhases {
    /** Nobody listens. */
    StorePhases UNWATCHED = (phase, id) -> {};

    /** A generation has reached a phase. */
    void reached(StorePhase phase, GenerationId id);
}
