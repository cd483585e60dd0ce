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
 * @param steps by how many dependencies, either way, one word leads to another, where that are fewer than {@link #FAR}
 */
record PromptStructure(Set<Dependency> dependencies, boolean isWhole, Set<String> things,
        Set<String> shown, Set<String> repeated,
        Map<String, Map<String, Integer>> steps) {

    /** More steps than are told apart. */
    static final int FAR = 4;

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
        Map<String, Map<String, Integer>> steps = new HashMap<>();
        links.keySet().forEach(word -> steps.put(word, steps(word, links)));
        return new PromptStructure(dependencies, reading.isWhole(), things, reading.shown(), repeated,
                steps);
    }

    private static Map<String, Integer> steps(String from, Map<String, Set<String>> links) {
        Map<String, Integer> reached = new HashMap<>();
        Set<String> edge = Set.of(from);
        for (int steps = 0; steps < FAR && !edge.isEmpty(); steps++) {
            Set<String> next = new HashSet<>();
            for (String word : edge) {
                reached.putIfAbsent(word, steps);
                next.addAll(links.getOrDefault(word, Set.of()));
            }
            next.removeAll(reached.keySet());
            edge = next;
        }
        return reached;
    }

    /** By how many dependencies one word leads to another; {@link #FAR} where that are more, or none do. */
    int steps(String from, String to) {
        return from.equals(to) ? 0 : steps.getOrDefault(from, Map.of()).getOrDefault(to, FAR);
    }
}
