package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.server.security.Paths;
import io.dreamcacher.server.security.ServiceLimits;
import io.dreamcacher.suggestion.Suggestion;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Remembered prompts for what somebody is typing. */
@RestController
final class SuggestionsController {
    private static final int MOST = 100;

    private final DreamMemory memory;
    private final ServiceLimits limits;

    SuggestionsController(DreamMemory memory, ServiceLimits limits) {
        this.memory = memory;
        this.limits = limits;
    }

    /**
     * What to offer.
     *
     * @param suggestions best first
     */
    record Suggestions(List<Offer> suggestions) {}

    /**
     * One prompt.
     *
     * @param text the prompt
     * @param uses how often it was asked for
     * @param picture path of the picture that answers it
     */
    record Offer(String text, long uses, Optional<String> picture) {
        static Offer of(Suggestion suggestion) {
            return new Offer(suggestion.text(), suggestion.uses(), suggestion.image().map(Paths::picture));
        }
    }

    @GetMapping(Paths.API + "/suggestions")
    Suggestions suggest(Access access, @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "8") int k) {
        if (k < 1 || k > MOST) {
            throw DreamCacherException
                    .badRequest(
                            "k, the number of suggestions, must be from 1 to %d, but %d was given.".formatted(MOST, k));
        }
        if (q.length() > limits.promptCharacters()) {
            throw DreamCacherException.badRequest("q may have %,d characters, but has %,d; shorten it."
                    .formatted(limits.promptCharacters(), q.length()));
        }
        return new Suggestions(memory.suggest(access, q, k).stream().map(Offer::of).toList());
    }
}
