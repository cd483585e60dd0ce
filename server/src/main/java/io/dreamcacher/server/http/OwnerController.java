package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.Checked;
import io.dreamcacher.api.Paths;
import io.dreamcacher.api.PromptList;
import io.dreamcacher.api.Prompts;
import io.dreamcacher.api.Reindexed;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.server.security.Visitors;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What only the command line of the data folder's owner may do through the service. */
@RestController
@RequestMapping(Paths.API)
final class OwnerController {
    private static final int MOST_LISTED = 1000;

    private final DreamMemory memory;
    private final Visitors visitors;
    private final ServiceLimits limits;

    OwnerController(DreamMemory memory, Visitors visitors, ServiceLimits limits) {
        this.memory = memory;
        this.visitors = visitors;
        this.limits = limits;
    }

    @PostMapping(path = "/prompts", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remember(@RequestBody Prompts body, HttpServletRequest request) {
        visitors.requireOwner(request);
        List<String> prompts = body.prompts()
                .filter(texts -> texts.stream().allMatch(Objects::nonNull))
                .orElseThrow(() -> DreamCacherException.badRequest(
                        "The field \"prompts\" must be a list of texts, but it, or one of them, is missing or null."));
        prompts.forEach(this::checkLength);
        memory.rememberPrompts(Access.LOCAL, prompts);
    }

    /** The body says where to go on: a prompt may be too long for an address. */
    @PostMapping(path = "/prompts/list", consumes = "application/json")
    PromptList prompts(@RequestBody PromptList.Wanted wanted, HttpServletRequest request) {
        visitors.requireOwner(request);
        int limit = wanted.limit().orElse(MOST_LISTED);
        if (limit < 1 || limit > MOST_LISTED) {
            throw DreamCacherException
                    .badRequest("limit must be from 1 to %,d, but %d was given.".formatted(MOST_LISTED, limit));
        }
        return PromptList.of(memory.prompts(Access.LOCAL, wanted.after().map(PromptKey::of), limit + 1), limit);
    }

    private void checkLength(String prompt) {
        if (prompt.length() > limits.promptCharacters()) {
            throw DreamCacherException.badRequest("A prompt may have %,d characters, but one has %,d; shorten it."
                    .formatted(limits.promptCharacters(), prompt.length()));
        }
    }

    /** @param setAside whether to move damaged and overwritten files out of the store */
    @PostMapping("/check")
    Checked check(@RequestParam(defaultValue = "false") boolean setAside, HttpServletRequest request) {
        visitors.requireOwner(request);
        return Checked.of(memory.check(Access.LOCAL, setAside, looked -> {}));
    }

    @PostMapping("/reindex")
    Reindexed reindex(HttpServletRequest request) {
        visitors.requireOwner(request);
        return new Reindexed(memory.reindex(Access.LOCAL));
    }
}
