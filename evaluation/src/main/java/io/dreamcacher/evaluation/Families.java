package io.dreamcacher.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pairs that share a prompt, or are linked by others that do, belong together: what is fitted on one says nothing of the others. */
public final class Families {
    private final Map<String, String> parents = new HashMap<>();

    private Families() {}

    /** A part for each pair, from 0 to {@code parts} − 1, the same for a whole family. */
    public static int[] parts(List<LabelledPair> pairs, int parts) {
        return names(pairs).stream().mapToInt(family -> part(family, parts)).toArray();
    }

    /** A name for each pair, the same for a whole family. */
    static List<String> names(List<LabelledPair> pairs) {
        Families families = new Families();
        pairs.forEach(pair -> families.parents.put(families.root(pair.asked()), families.root(pair.stored())));
        return pairs.stream().map(pair -> families.root(pair.asked())).toList();
    }

    /** The part of a family of this name, from 0 to {@code parts} − 1. */
    static int part(String family, int parts) {
        return Math.floorMod(mixed(family), parts);
    }

    private static int mixed(String text) {
        int hash = text.hashCode() * 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    private String root(String text) {
        String at = text;
        String parent = parents.computeIfAbsent(at, self -> self);
        while (!parent.equals(at)) {
            at = parent;
            parent = parents.computeIfAbsent(at, self -> self);
        }
        parents.put(text, at);
        return at;
    }
}
