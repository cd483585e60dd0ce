package io.dreamcacher.imagestore;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.GenerationId;
import java.util.Optional;

/**
 * Where an image is in a store: {@code scope/ab/id}, {@code ab} being the first two characters of the id. The scope is
 * in the key and not in the image, so that a memory can be rebuilt from its images without one scope's becoming another's.
 * In order of the path.
 *
 * @param scope whose memory the image is in
 * @param id of the image
 */
public record ImageKey(Scope scope, GenerationId id) implements Comparable<ImageKey> {
    private static final int FAN_OUT = 2;

    /** Such as {@code public/ab/ab234567abcdefghijkl}. */
    public String path() {
        return "%s/%s/%s".formatted(scope.name(), id.value().substring(0, FAN_OUT), id);
    }

    /** The key of a path; empty when it is none. */
    public static Optional<ImageKey> of(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length != 3 || !Scope.isOne(parts[0]) || !GenerationId.isOne(parts[2])
                || !parts[2].substring(0, FAN_OUT).equals(parts[1])) {
            return Optional.empty();
        }
        return Optional.of(new ImageKey(new Scope(parts[0]), new GenerationId(parts[2])));
    }

    @Override
    public int compareTo(ImageKey other) {
        return path().compareTo(other.path());
    }

    @Override
    public String toString() {
        return path();
    }
}
