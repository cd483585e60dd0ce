package io.dreamcacher.memory;

import java.util.List;

/**
 * What a request got.
 *
 * @param pictures as many as asked for
 */
public record Answer(List<PictureAnswer> pictures) {
    /** Takes an unmodifiable copy. */
    public Answer {
        pictures = List.copyOf(pictures);
    }
}
