package io.dreamcacher.language;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How the things of a prompt hang together.
 *
 * @param dependencies who does what to whom, what is bound to what, what is where
 * @param isWhole whether everything that is said has its place in them
 * @param things dictionary forms of its nouns, in order
 * @param shown those that it is about
 * @param repeated those of nouns that it has more than once, so that nobody can tell which is meant
 * @param links words that a dependency joins a word to, either way
 */
record PromptStructure(Set<Dependency> dependencies, boolean isWhole, Set<String> things,
        Set<String> shown, Set<String> repeated, Map<String, Set<String>> links) {

    static PromptStructure of(DependencyReader.Reading reading, Iterable<String> nouns) {
        Set<Dependency> dependencies = reading.dependencies();
        Set<String> things = new LinkedHashSet<>();
        Set<String> repeated = new HashSet<>();
        for (String noun : nouns) {
            if (!things.add(noun)) {
                repeated.add(noun);
            }
        }
        Map<String, Set<String>> links = new HashMap<>();
        for (Dependency dependency : dependencies) {
            links.computeIfAbsent(dependency.head(), word -> new HashSet<>()).add(dependency.dependent());
            links.computeIfAbsent(dependency.dependent(), word -> new HashSet<>()).add(dependency.head());
        }
        return new PromptStructure(dependencies, reading.isWhole(), things, reading.shown(), repeated, links);
    }

    /** Whether a dependency joins two words, either way. */
    boolean joins(String one, String other) {
        return links.getOrDefault(one, Set.of()).contains(other);
    }
}
