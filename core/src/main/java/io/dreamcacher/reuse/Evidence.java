package io.dreamcacher.reuse;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What is known about an asked and a stored prompt: numbers by name. One that is not there is unknown, which is not zero.
 *
 * @param features finite, by the names their sources give them
 */
public record Evidence(Map<String, Double> features) {
    /** Refuses what is no number, and keeps a sorted copy. */
    public Evidence {
        features.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("%s must be finite, found %s".formatted(name, value));
            }
        });
        features = Collections.unmodifiableMap(new TreeMap<>(features));
    }

    /** One of them; empty when it is unknown. */
    public OptionalDouble feature(String name) {
        Double value = features.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** This and one more. */
    public Evidence with(String name, double value) {
        Map<String, Double> more = new TreeMap<>(features);
        more.put(name, value);
        return new Evidence(more);
    }

    /** This and all of another. */
    public Evidence and(Evidence other) {
        Map<String, Double> more = new TreeMap<>(features);
        more.putAll(other.features);
        return new Evidence(more);
    }
}
