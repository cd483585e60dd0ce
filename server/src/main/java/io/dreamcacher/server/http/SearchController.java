package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.Paths;
import io.dreamcacher.api.SearchRequest;
import io.dreamcacher.api.SearchResults;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.memory.SearchQuery;
import io.dreamcacher.request.ImageSize;
import java.io.IOException;
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

    @GetMapping
    SearchResults byText(Access access, @RequestParam String q,
            @RequestParam(defaultValue = "" + SearchQuery.DEFAULT_K) int k,
            @RequestParam(defaultValue = "meaning") String by, @RequestParam(defaultValue = "") String model,
            @RequestParam(defaultValue = "") String size) {
        checkLength(q);
        return search(access, new SearchRequest(Optional.of(q), Optional.empty(), byWords(by), k, given(model),
                given(size).map(ImageSize::parse)));
    }

    private static boolean byWords(String by) {
        return switch (by) {
            case "meaning" -> false;
            case "words" -> true;
            default -> throw DreamCacherException
                    .badRequest("by must be \"meaning\" or \"words\", but \"%s\" was given.".formatted(by));
        };
    }

    @PostMapping(consumes = "multipart/form-data")
    SearchResults byPicture(Access access, @RequestPart MultipartFile image, @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "" + SearchQuery.DEFAULT_K) int k,
            @RequestParam(defaultValue = "") String model, @RequestParam(defaultValue = "") String size)
            throws IOException {
        checkLength(q);
        return search(access, new SearchRequest(Optional.of(q), Optional.of(image.getBytes()), false, k, given(model),
                given(size).map(ImageSize::parse)));
    }

    private static Optional<String> given(String parameter) {
        return Optional.of(parameter).filter(value -> !value.isEmpty());
    }

    private SearchResults search(Access access, SearchRequest request) {
        return SearchResults.of(memory.search(access, request.query(reader::read)));
    }

    private void checkLength(String q) {
        if (q.length() > limits.promptCharacters()) {
            throw DreamCacherException.badRequest("q may have %,d characters, but has %,d; shorten it."
                    .formatted(limits.promptCharacters(), q.length()));
        }
    }
}
