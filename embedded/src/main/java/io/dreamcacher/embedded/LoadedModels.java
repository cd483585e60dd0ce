package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.pipeline.DiffusionGenerator;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Which model is loaded: one at a time has its networks in memory, and when another one draws, those of the last are
 * unloaded.
 * Images of different models are therefore made one after the other. Thread-safe.
 */
final class LoadedModels {
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<DiffusionGenerator> loaded = Optional.empty();

    /** Does something with a generator's networks, after whoever has the memory now is done. */
    <T> T with(DiffusionGenerator generator, Supplier<T> work) {
        turn.lock();
        try {
            loaded.filter(last -> last != generator).ifPresent(DiffusionGenerator::unload);
            loaded = Optional.of(generator);
            return work.get();
        } finally {
            turn.unlock();
        }
    }
}
