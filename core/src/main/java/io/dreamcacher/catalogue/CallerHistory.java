package io.dreamcacher.catalogue;

import io.dreamcacher.access.Access;
import io.dreamcacher.generation.GenerationId;
import java.time.Instant;
import java.util.Map;
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

    /**
     * Keeps what a caller says of an answer: the last word of each on an image and a prompt, in the written scope. A bad one
     * rejects as {@link #reject} does, and a good one takes this back.
     */
    void judge(Access access, Instant at, Statistics.Verdict verdict);

    /** The images that are no answer to this prompt for this caller. */
    default Set<GenerationId> rejected(Access access, PromptKey prompt) {
        return opinions(access, prompt).rejected();
    }

    /** What counts for this caller of what was said about images and this prompt. */
    Opinions opinions(Access access, PromptKey prompt);

    /**
     * What was said of images as answers to a prompt: by those who administer, for everybody, and by the caller.
     *
     * @param rejected are no answer
     * @param accepted are one, though they were made of another prompt; with the similarity of both where it is known
     */
    record Opinions(Set<GenerationId> rejected, Map<GenerationId, Double> accepted) {
        /** Takes unmodifiable copies. */
        public Opinions {
            rejected = Set.copyOf(rejected);
            accepted = Map.copyOf(accepted);
        }
    }
}
