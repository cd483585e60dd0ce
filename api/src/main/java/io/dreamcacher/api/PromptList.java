package io.dreamcacher.api;

import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.generation.GenerationId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Several remembered prompts.
 *
 * @param prompts in an order that does not change
 * @param next what to give as {@code after} for those that follow; absent when none do
 */
public record PromptList(List<Known> prompts, Optional<String> next) {
    /** Refuses to be without its list. */
    public PromptList {
        prompts = List.copyOf(prompts);
    }

    /**
     * What a memory remembers.
     *
     * @param found one more than are listed, where more follow
     * @param limit how many are listed
     */
    public static PromptList of(List<RememberedPrompt> found, int limit) {
        List<RememberedPrompt> listed = found.subList(0, Math.min(limit, found.size()));
        return new PromptList(listed.stream().map(Known::of).toList(),
                found.size() > limit ? Optional.of(listed.getLast().key().value()) : Optional.empty());
    }

    /**
     * Which prompts are wanted.
     *
     * @param after the next of an earlier list, for those that follow there; absent for the first
     * @param limit how many at most, 1 to 1,000; absent for 1,000
     */
    public record Wanted(Optional<String> after, OptionalInt limit) {}

    /**
     * One remembered prompt.
     *
     * @param prompt as it was first written
     * @param uses how often it was asked for
     * @param image name of the image that answers it; absent where there is none
     */
    public record Known(String prompt, long uses, Optional<String> image) {
        static Known of(RememberedPrompt prompt) {
            return new Known(prompt.text(), prompt.uses(), prompt.image().map(GenerationId::value));
        }
    }
}
