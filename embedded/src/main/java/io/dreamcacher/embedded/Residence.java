package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.pipeline.DiffusionGenerator;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The memory that networks take, which one generator has at a time: when another one draws, those of the last are freed.
 * Images of different models are therefore made one after the other. Thread-safe.
 */
final class Residence {
    private Optional<DiffusionGenerator> resident = Optional.empty();

    /** Does something with a generator's networks, after whoever has the memory now is done. */
    synchronized <T> T with(DiffusionGenerator generator, Supplier<T> work) {
        resident.filter(last -> last != generator).ifPresent(DiffusionGenerator::rest);
        resident = Optional.of(generator);
        return work.get();
    }
}
