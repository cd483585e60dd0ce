package io.dreamcacher.memory;

import io.dreamcacher.generator.GeneratorCapabilities.Running;
import io.dreamcacher.generator.GeneratorDescription;
import java.util.HashMap;
import java.util.Map;

/**
 * A queue for each place where generators run: those of one place take turns, all others run beside one another.
 * Thread-safe.
 */
final class GenerationQueues implements AutoCloseable {
    private final int capacity;
    private final Map<String, GenerationQueue> byPlace = new HashMap<>();
    private boolean closed;

    /** @param capacity how many may wait in each */
    GenerationQueues(int capacity) {
        this.capacity = capacity;
    }

    /** Where jobs of a generator join; one that names no place runs in one of its own. */
    synchronized GenerationQueue.Lane of(GeneratorDescription generator) {
        if (closed) {
            throw GenerationQueue.closing();
        }
        Running running = generator.capabilities().running();
        String place = running.place().map("at "::concat).orElseGet(() -> "of " + generator.name());
        return byPlace.computeIfAbsent(place, name -> new GenerationQueue(capacity))
                .lane(generator.name(), running.atOnce());
    }

    @Override
    public void close() {
        Map<String, GenerationQueue> all;
        synchronized (this) {
            closed = true;
            all = Map.copyOf(byPlace);
        }
        Closing.all(all.values().toArray(GenerationQueue[]::new));
    }
}
