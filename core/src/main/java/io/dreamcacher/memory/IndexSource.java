package io.dreamcacher.memory;

import io.dreamcacher.index.GenerationIndex;

/** Where the index comes from. It is derived: one that turns out unusable is thrown away and filled again. */
@FunctionalInterface
public interface IndexSource {
    /** Opens what is there, or an empty one; called when the index is first needed. */
    GenerationIndex open();

    /** Throws away what is there; only called while it is closed. An index in memory has nothing to throw away. */
    default void discard() {}
}
