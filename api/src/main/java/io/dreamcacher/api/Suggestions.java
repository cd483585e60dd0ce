package io.dreamcacher.api;

import io.dreamcacher.suggestion.Suggestion;
import java.util.List;
import java.util.Optional;

/**
 * Prompts to offer.
 *
 * @param suggestions best first
 */
public record Suggestions(List<Offer> suggestions) {
    /** Refuses to be without its list. */
    public Suggestions {
        suggestions = List.copyOf(suggestions);
    }

    /** What a memory suggests. */
    public static Suggestions of(List<Suggestion> suggestions) {
        return new Suggestions(suggestions.stream().map(Offer::of).toList());
    }

    /**
     * One prompt.
     *
     * @param text the prompt
     * @param uses how often it was asked for
     * @param picture path of the image that answers it
     */
    public record Offer(String text, long uses, Optional<String> picture) {
        static Offer of(Suggestion suggestion) {
            return new Offer(suggestion.text(), suggestion.uses(), suggestion.image().map(Paths::image));
        }

        /** This offer with its image at another place. */
        public Offer withPicture(Optional<String> value) {
            return new Offer(text, uses, value);
        }
    }
}
