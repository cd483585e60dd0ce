package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.GenerationList;
import io.dreamcacher.api.GenerationList.Feedback;
import io.dreamcacher.api.GenerationList.RememberedImage;
import io.dreamcacher.api.ImageHistory;
import io.dreamcacher.api.Paths;
import io.dreamcacher.catalogue.GenerationCursor;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.memory.SearchQuery;
import io.dreamcacher.reuse.ErrorBudget;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Remembered generations: show, list, judge, delete. */
@RestController
@RequestMapping(Paths.API + "/generations")
final class GenerationsController {
    private static final int MOST_LISTED = 1000;

    private final DreamMemory memory;

    GenerationsController(DreamMemory memory) {
        this.memory = memory;
    }

    @GetMapping
    GenerationList newest(Access access, @RequestParam(defaultValue = "" + SearchQuery.DEFAULT_K) int limit,
            @RequestParam(defaultValue = "") String before) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw DreamCacherException
                    .badRequest("limit must be from 1 to %,d, but %d was given.".formatted(MOST_LISTED, limit));
        }
        List<Generation> page = before.isEmpty()
                ? memory.newest(access, limit + 1)
                : memory.newest(access, GenerationCursor.parse(before), limit + 1);
        return GenerationList.page(page, limit);
    }

    @GetMapping("/{id}")
    RememberedImage show(Access access, @PathVariable String id) {
        GenerationId name = new GenerationId(id);
        return memory.generation(access, name).map(RememberedImage::of).orElseThrow(() -> unknown(name));
    }

    /** Which prompts it answered from memory, and why, at the usual budget. */
    @GetMapping("/{id}/why")
    ImageHistory why(Access access, @PathVariable String id) {
        GenerationId name = new GenerationId(id);
        return memory.why(access, name, ErrorBudget.USUAL).map(ImageHistory::of).orElseThrow(() -> unknown(name));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Access access, @PathVariable String id) {
        GenerationId name = new GenerationId(id);
        if (!memory.delete(access, name)) {
            throw unknown(name);
        }
    }

    /** A wrong picture never again answers this prompt; a right one is counted, and takes back that it was wrong. */
    @PostMapping(path = "/{id}/feedback", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void judge(Access access, @PathVariable String id, @RequestBody Feedback feedback) {
        GenerationId name = new GenerationId(id);
        boolean right = required("right", feedback.right());
        if (!feedback.prompt()
                .map(prompt -> memory.judge(access, prompt, name, right))
                .orElseGet(() -> memory.judge(access, name, right))) {
            throw unknown(name);
        }
    }

    private static <T> T required(String field, Optional<T> value) {
        return value.orElseThrow(
                () -> DreamCacherException.badRequest("The field \"%s\" must be given.".formatted(field)));
    }

    static DreamCacherException unknown(GenerationId id) {
        return new DreamCacherException(FailureCategory.NOT_FOUND,
                "There is no picture of the name %s; it may have been deleted.".formatted(id));
    }
}
