package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.media.ImageFile;
import java.time.Instant;
import java.util.Optional;

/**
 * An image from elsewhere that is to be remembered.
 *
 * @param key what it is called where it comes from, such as its path in a collection; the same bytes of the same key are remembered once. An
 *        image of a memory whose file is called by its id keeps that. Not blank
 * @param file as it is; one that Dream Cacher made tells its whole recipe, and many others their prompt
 * @param caption what it shows; absent for what the file tells, or else what it is called
 * @param made when
 */
public record ForeignImage(String key, ImageFile file, Optional<String> caption, Instant made) {
    /** Refuses to be called nothing. */
    public ForeignImage {
        if (key.isBlank()) {
            throw DreamCacherException.badRequest("An image must be called something, but a blank name was given.");
        }
        caption = caption.filter(text -> !text.isBlank());
    }
}
