package io.dreamcacher.catalogue;

import io.dreamcacher.access.Access;
import io.dreamcacher.generation.GenerationId;
import java.util.Set;

/** What callers were shown, and what they did not want. */
public interface CallerHistory {
    /** How many images count as seen by one caller. */
    int REMEMBERED_AS_SEEN = 1_000;

    /** What this caller has seen: the last {@value #REMEMBERED_AS_SEEN} names; seeing one again makes it the last. */
    Set<GenerationId> seen(Access access);

    /**
     * This image is no answer to this prompt, whatever its similarity: for everybody in the written scope if the caller
     * administers it, else for this caller.
     */
    void reject(Access access, PromptKey prompt, GenerationId id);

    /** The images that are no answer to this prompt for this caller. */
    Set<GenerationId> rejected(Access access, PromptKey prompt);
}
