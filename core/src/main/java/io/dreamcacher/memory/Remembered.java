package io.dreamcacher.memory;

import io.dreamcacher.generation.Generation;
import io.dreamcacher.memory.ImageAnswer.Image;
import io.dreamcacher.memory.ImageAnswer.Time;
import java.time.Duration;

/** Turns a remembered generation into the answer to a request. */
final class Remembered {
    private Remembered() {}

    static ImageAnswer answer(ResolvedRequest asked, Generation generation, Outcome outcome, String reason) {
        Duration took = asked.elapsed();
        return new ImageAnswer(new Image.Remembered(generation.id()), outcome, generation.recipe(),
                generation.createdAt(), new Time(took, saved(generation, took)), asked.canonical.cutAt(), reason);
    }

    private static Duration saved(Generation generation, Duration took) {
        Duration saved = generation.took().minus(took);
        return saved.isNegative() ? Duration.ZERO : saved;
    }
}
