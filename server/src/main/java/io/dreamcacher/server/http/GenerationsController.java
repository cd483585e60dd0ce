package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.Generations;
import io.dreamcacher.api.Generations.Feedback;
import io.dreamcacher.api.Generations.RememberedImage;
import io.dreamcacher.api.Paths;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.memory.SearchQuery;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

    /**
     * A place in the list of generations. It stays where it is whatever comes or goes meanwhile.
     *
     * @param createdAt when the last one before it was made
     * @param id of that one
     */
    private record Cursor(Instant createdAt, String id) {
        static Cursor parse(String text) {
            String[] parts = text.split("_", 2);
            try {
                return new Cursor(Instant.parse(parts[0]), parts[parts.length - 1]);
            } catch (DateTimeParseException e) {
                throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                        "before must be what an earlier list gave as next, but \"%s\" was given.".formatted(text), e);
            }
        }

        static Cursor after(Generation generation) {
            return new Cursor(generation.createdAt(), generation.id().value());
        }

        boolean isBefore(Generation generation) {
            int age = generation.createdAt().compareTo(createdAt);
            return age < 0 || (age == 0 && generation.id().value().compareTo(id) < 0);
        }

        String text() {
            return createdAt + "_" + id;
        }
    }

    @GetMapping
    Generations newest(Access access, @RequestParam(defaultValue = "" + SearchQuery.DEFAULT_K) int limit,
            @RequestParam(defaultValue = "") String before) {
        if (limit < 1 || limit > MOST_LISTED) {
            throw DreamCacherException
                    .badRequest("limit must be from 1 to %,d, but %d was given.".formatted(MOST_LISTED, limit));
        }
        Optional<Cursor> cursor = Optional.of(before).filter(text -> !text.isEmpty()).map(Cursor::parse);
        List<Generation> page = page(access, generation -> cursor.map(place -> place.isBefore(generation)).orElse(true),
                limit + 1);
        List<Generation> shown = page.subList(0, Math.min(limit, page.size()));
        return Generations.of(shown,
                page.size() > limit ? Optional.of(Cursor.after(shown.getLast()).text()) : Optional.empty());
    }

    /** The catalogue lists from the newest on, so a page far down is reached by longer and longer lists. */
    private List<Generation> page(Access access, Predicate<Generation> wanted, int most) {
        for (int reach = most;; reach = Math.multiplyExact(reach, 4)) {
            List<Generation> listed = memory.newest(access, reach);
            List<Generation> page = listed.stream().filter(wanted).limit(most).toList();
            if (page.size() == most || listed.size() < reach) {
                return page;
            }
        }
    }

    @GetMapping("/{id}")
    RememberedImage show(Access access, @PathVariable String id) {
        GenerationId name = new GenerationId(id);
        return memory.generation(access, name).map(RememberedImage::of).orElseThrow(() -> unknown(name));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Access access, @PathVariable String id) {
        GenerationId name = new GenerationId(id);
        if (!memory.delete(access, name)) {
            throw unknown(name);
        }
    }

    /** Only a wrong answer changes anything: its picture never again answers this prompt. */
    @PostMapping(path = "/{id}/feedback", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void judge(Access access, @PathVariable String id, @RequestBody Feedback feedback) {
        GenerationId name = new GenerationId(id);
        String prompt = required("prompt", feedback.prompt());
        boolean right = required("right", feedback.right());
        boolean there = right ? memory.generation(access, name).isPresent() : memory.reject(access, prompt, name);
        if (!there) {
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
