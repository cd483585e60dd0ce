package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.Checked;
import io.dreamcacher.api.Paths;
import io.dreamcacher.api.Prompts;
import io.dreamcacher.api.Reindexed;
import io.dreamcacher.api.ServiceLimits;
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
