package io.dreamcacher.language;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was computed lately, by name; the longest unused goes first. Not thread-safe.
 *
 * @param <V> what is kept
 */
final class Bounded<V> {
    private static final float LOAD = 0.75f;

    private final Map<String, V> kept;

    Bounded(int most) {
        this.kept = new LinkedHashMap<>(16, LOAD, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    V get(String name, Supplier<V> compute) {
        V found = kept.get(name);
        if (found == null) {
            found = compute.get();
            kept.put(name, found);
        }
        return found;
    }
}
