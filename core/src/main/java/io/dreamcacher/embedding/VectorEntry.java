package io.dreamcacher.embedding;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One thing of a set with its vectors; at least one is there.
 *
 * @param id its own, the same whatever order or batch it comes in; never a row number
 * @param image vector of its picture
 * @param text vector of its prompt
 * @param prompt what the picture was made of, or shows
 * @param metadata what else is known, in the order of the file: texts, numbers, booleans
 */
public record VectorEntry(String id, Optional<Embedding> image, Optional<Embedding> text, Optional<String> prompt,
        Map<String, Object> metadata) {

    private static final int LONGEST_ID = 4096;

    /** Refuses an id that files cannot hold, and one without a vector; keeps a copy of the metadata. */
    public VectorEntry {
        fault(id).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        if (image.isEmpty() && text.isEmpty()) {
            throw new IllegalArgumentException("an entry has a vector, but \"%s\" has none".formatted(id));
        }
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** An entry of a picture alone. */
    public static VectorEntry ofImage(String id, Embedding image) {
        return new VectorEntry(id, Optional.of(image), Optional.empty(), Optional.empty(), Map.of());
    }

    /** An entry of a prompt alone. */
    public static VectorEntry ofText(String id, Embedding text) {
        return new VectorEntry(id, Optional.empty(), Optional.of(text), Optional.empty(), Map.of());
    }

    /** What is wrong with an id; empty for a good one. */
    public static Optional<String> fault(String id) {
        if (id.isEmpty() || id.indexOf('\0') >= 0) {
            return Optional.of("an id has characters and no NUL, but is \"%s\"".formatted(id.replace("\0", "\\0")));
        }
        return id.length() > LONGEST_ID
                ? Optional.of("an id has at most %,d characters, but has %,d".formatted(LONGEST_ID, id.length()))
                : Optional.empty();
    }
}
