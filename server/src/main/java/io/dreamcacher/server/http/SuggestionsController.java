package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.Paths;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.api.Suggestions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.memory.DreamMemory;
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
        return Suggestions.of(memory.suggest(access, q, k));
    }
}
