package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.api.ForgottenExtent;
import io.dreamcacher.api.Paths;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.server.security.Visitors;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Forgetting for good. */
@RestController
@RequestMapping(Paths.API + "/memories")
final class MemoriesController {
    private final DreamMemory memory;
    private final Visitors visitors;

    MemoriesController(DreamMemory memory, Visitors visitors) {
        this.memory = memory;
        this.visitors = visitors;
    }

    /** Exactly one of the first four says what. */
    @DeleteMapping
    ForgottenExtent forget(Access access, @RequestParam(defaultValue = "") String prompt,
            @RequestParam(defaultValue = "") String id, @RequestParam(defaultValue = "") String model,
            @RequestParam(defaultValue = "") String scope, @RequestParam(defaultValue = "false") boolean dryRun,
            HttpServletRequest request) {
        List<ForgetTarget> named = Stream.of(said(prompt, ForgetTarget.OfPrompt::new),
                said(id, text -> new ForgetTarget.OfImage(new GenerationId(text))),
                said(model, ForgetTarget.OfModel::new),
                said(scope, text -> new ForgetTarget.OfScope(new Scope(text)))).flatMap(Optional::stream).toList();
        if (named.size() != 1) {
            throw DreamCacherException.badRequest(
                    "One of prompt, id, model and scope says what to forget, but %d of them were given."
                            .formatted(named.size()));
        }
        ForgetTarget what = named.getFirst();
        Access used = what instanceof ForgetTarget.OfScope(Scope other) && visitors.isOwner(request)
                ? Access.in(other, access.caller())
                : access;
        return ForgottenExtent.of(dryRun ? memory.wouldForget(used, what) : memory.forget(used, what), dryRun);
    }

    private static Optional<ForgetTarget> said(String value, Function<String, ForgetTarget> target) {
        return Optional.of(value).filter(text -> !text.isEmpty()).map(target);
    }
}
