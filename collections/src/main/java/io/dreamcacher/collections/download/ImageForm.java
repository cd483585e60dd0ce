package io.dreamcacher.collections.download;

import io.dreamcacher.failure.DreamCacherException;

/**
 * What becomes of a picture before it is stored.
 *
 * @param resize how it is brought to the size
 * @param size in pixels, 1 to 16,384; of the shorter side, the longer one or both, as {@code resize} says
 * @param quality of the JPEG that is stored, 1 to 100
 */
public record ImageForm(Resize resize, int size, int quality) {

    private static final int LARGEST = 16_384;

    /** Checks the ranges. */
    public ImageForm {
        if (size < 1 || size > LARGEST) {
            throw DreamCacherException
                    .badRequest("--size must be 1 to %,d pixels, but %,d was given.".formatted(LARGEST, size));
        }
        if (quality < 1 || quality > 100) {
            throw DreamCacherException.badRequest("--quality must be 1 to 100, but %,d was given.".formatted(quality));
        }
    }

    /** How a picture is brought to a size; smaller by the area filter, larger by Lanczos's. */
    public enum Resize {
        /** The shorter side becomes the size. */
        KEEP_RATIO,
        /** The longer side becomes the size, and white makes a square of it. */
        BORDER,
        /** The shorter side becomes the size, and the square in the middle is kept. */
        CENTRE_CROP,
        /** Nothing is changed: the bytes that came are stored. */
        NO
    }
}
