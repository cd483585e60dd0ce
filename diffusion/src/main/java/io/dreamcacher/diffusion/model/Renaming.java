package io.dreamcacher.diffusion.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rules "the name begins with this, which becomes that", tried in order. A beginning ends where a part of a dotted name
 * ends.
 */
final class Renaming {
    private final Map<String, String> beginnings = new LinkedHashMap<>();

    /** Adds a rule. */
    Renaming rule(String beginning, String replacement) {
        beginnings.put(beginning, replacement);
        return this;
    }

    /** The name by the first rule that fits; empty if none does. */
    Optional<String> apply(String name) {
        return beginnings.entrySet()
                .stream()
                .filter(rule -> name.startsWith(rule.getKey() + "."))
                .map(rule -> rule.getValue() + name.substring(rule.getKey().length()))
                .findFirst();
    }
}
