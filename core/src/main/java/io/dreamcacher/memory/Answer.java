package io.dreamcacher.memory;

import java.util.List;

/**
 * What a request got.
 *
 * @param images as many as asked for
 */
public record Answer(List<ImageAnswer> images) {
    /** Takes an unmodifiable copy. */
    public Answer {
        images = List.copyOf(images);
    }
}
