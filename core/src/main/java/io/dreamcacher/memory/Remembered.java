package io.dreamcacher.memory;

import io.dreamcacher.generation.Generation;
import io.dreamcacher.memory.PictureAnswer.Picture;
import java.time.Duration;

/** Turns a remembered generation into the answer to a request. */
final class Remembered {
    private Remembered() {}

    static PictureAnswer answer(Asked asked, Generation generation, Outcome outcome, String reason) {
        Duration took = asked.elapsed();
        return new PictureAnswer(new Picture.Remembered(generation.id()), outcome, generation.recipe(),
                generation.createdAt(), took, saved(generation, took), asked.canonical.cutAt(), reason);
    }

    private static Duration saved(Generation generation, Duration took) {
        Duration saved = generation.took().minus(took);
        return saved.isNegative() ? Duration.ZERO : saved;
    }
}
