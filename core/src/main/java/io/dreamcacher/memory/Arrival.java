package io.dreamcacher.memory;

import io.dreamcacher.generation.GenerationId;

/** What became of an image from elsewhere. */
public sealed interface Arrival {
    /** It is remembered under this name, would survive a power cut, and the next search finds it. */
    record Remembered(GenerationId id) implements Arrival {}

    /** It was remembered before, under this name; nothing was changed. */
    record Known(GenerationId id) implements Arrival {}

    /**
     * It is no image that can be remembered.
     *
     * @param reason a sentence
     */
    record Refused(String reason) implements Arrival {}
}
