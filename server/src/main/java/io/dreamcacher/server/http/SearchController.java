package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.memory.Found;
import io.dreamcacher.memory.SearchQuery;
import io.dreamcacher.memory.SearchQuery.Target;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.server.security.Paths;
import io.dreamcacher.server.security.ServiceLimits;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Remembered pictures by words, by picture, or both. */
@RestController
@RequestMapping(Paths.API + "/search")
final class SearchController {
    private final DreamMemory memory;
    private final ServiceLimits limits;
    private final ImageFileReader reader;

    SearchController(DreamMemory memory, ServiceLimits limits) {
        this.memory = memory;
        this.limits = limits;
        reader = new ImageFileReader(limits.uploadBytes(), ImageFileReader.DEFAULT.maxPixels());
    }

    /**
     * What was found.
     *
     * @param results nearest first
     */
    record Results(List<Result> results) {}

    /**
     * One picture.
     *
     * @param id its name
     * @param similarity cosine with what was searched for
     * @param prompt that made it
     * @param path of the picture
     * @param seed that started the noise
     * @param width in pixels
     * @param height in pixels
     * @param createdAt when it was made
     */
    record Result(String id, double similarity, String prompt, String path, long seed, int width, int height,
            Instant createdAt) {

        static Result of(Found found) {
            Generation generation = found.generation();
            ImageSize size = generation.recipe().settings().size();
            return new Result(generation.id().value(), found.similarity(), generation.recipe().prompt(),
                    Paths.picture(generation.id()), generation.recipe().seed(), size.width(), size.height(),
                    generation.createdAt());
        }
    }

    @GetMapping
    Results byText(Access access, @RequestParam String q,
            @RequestParam(defaultValue = "" + SearchQuery.DEFAULT_K) int k,
            @RequestParam(defaultValue = "meaning") String by, @RequestParam(defaultValue = "") String model,
            @RequestParam(defaultValue = "") String size) {
        checkLength(q);
        if (q.isBlank()) {
            throw DreamCacherException.badRequest("q, what to look for, must have a word, but is empty.");
        }
        return search(access, target(q, by), model, size, k);
    }

    private static Target target(String q, String by) {
        return switch (by) {
            case "meaning" -> new Target.Meaning(q);
            case "words" -> new Target.Words(q);
            default -> throw DreamCacherException
                    .badRequest("by must be \"meaning\" or \"words\", but \"%s\" was given.".formatted(by));
        };
    }

    @PostMapping(consumes = "multipart/form-data")
    Results byPicture(Access access, @RequestPart MultipartFile image, @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "" + SearchQuery.DEFAULT_K) int k,
            @RequestParam(defaultValue = "") String model, @RequestParam(defaultValue = "") String size)
            throws IOException {
        checkLength(q);
        BufferedImage picture = reader.read(image.getBytes(), "image");
        return search(access, q.isBlank() ? new Target.Image(picture) : new Target.Both(q, picture), model, size, k);
    }

    private Results search(Access access, Target target, String model, String size, int k) {
        SearchQuery query = new SearchQuery(target, Optional.of(model).filter(name -> !name.isEmpty()),
                Optional.of(size).filter(text -> !text.isEmpty()).map(ImageSize::parse), k);
        return new Results(memory.search(access, query).stream().map(Result::of).toList());
    }

    private void checkLength(String q) {
        if (q.length() > limits.promptCharacters()) {
            throw DreamCacherException.badRequest("q may have %,d characters, but has %,d; shorten it."
                    .formatted(limits.promptCharacters(), q.length()));
        }
    }
}
