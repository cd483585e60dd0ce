package io.dreamcacher.api;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.memory.SearchQuery;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What remembered images are looked for: by words, by an image, or by both.
 *
 * @param text words; must be there where there is no image
 * @param image an image file they look like
 * @param byWords whether the words of prompts count instead of what images show; not with an image
 * @param k number of results
 * @param model only images of this model
 * @param size only images of this size
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record SearchRequest(Optional<String> text, Optional<byte[]> image, boolean byWords, int k,
        Optional<String> model, Optional<ImageSize> size) {
    /** Images that show what words mean. */
    public static SearchRequest of(String text, int k) {
        return new SearchRequest(Optional.of(text), Optional.empty(), false, k, Optional.empty(), Optional.empty());
    }

    /**
     * As a memory is asked.
     *
     * @param decoder reads an image file; its second argument names where the file came from
     * @throws DreamCacherException {@code BAD_REQUEST} with a sentence when it cannot be searched for
     */
    public SearchQuery query(BiFunction<byte[], String, BufferedImage> decoder) {
        return new SearchQuery(target(decoder), model, size, k);
    }

    private SearchQuery.Target target(BiFunction<byte[], String, BufferedImage> decoder) {
        Optional<String> words = text.filter(given -> !given.isBlank());
        if (image.isPresent()) {
            BufferedImage seen = decoder.apply(image.get(), "image");
            return words.<SearchQuery.Target>map(given -> new SearchQuery.Target.Both(given, seen))
                    .orElseGet(() -> new SearchQuery.Target.Image(seen));
        }
        String given = words.orElseThrow(
                () -> DreamCacherException.badRequest("q, what to look for, must have a word, but is empty."));
        return byWords ? new SearchQuery.Target.Words(given) : new SearchQuery.Target.Meaning(given);
    }
}
