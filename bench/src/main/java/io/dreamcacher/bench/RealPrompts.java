package io.dreamcacher.bench;

import io.dreamcacher.datasets.PromptSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Prompts that people wrote, and which of them are alike by their words. */
final class RealPrompts {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Words of so many prompts tell nothing of which are alike. */
    private static final int COMMON = 1000;

    private final List<String> prompts;
    private final List<Set<String>> words;
    private final Map<String, List<Integer>> places = new HashMap<>();

    private RealPrompts(List<String> prompts) {
        this.prompts = prompts;
        this.words = prompts.stream().map(RealPrompts::words).toList();
        for (int place = 0; place < prompts.size(); place++) {
            for (String word : words.get(place)) {
                places.computeIfAbsent(word, unknown -> new ArrayList<>()).add(place);
            }
        }
    }

    /** All different ones of a folder's files of prompts, in the order of their names; a file of lists of phrases is none of prompts. */
    static RealPrompts in(Path folder) throws IOException {
        Set<String> all = new LinkedHashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.matches(".*\\.(txt|csv|tsv)") && !name.contains("phrases")) {
                    read(file, all);
                }
            }
        }
        return new RealPrompts(List.copyOf(all));
    }

    private static void read(Path file, Set<String> all) {
        try (PromptSource source = PromptSource.open(file)) {
            source.forEach(row -> all.add(row.prompt()));
        }
    }

    List<String> all() {
        return prompts;
    }

    /** The places of those with most words in common with one, by Jaccard's index; not itself. */
    List<Integer> nearest(int place, int most, IntPredicate allowed) {
        Map<Integer, Integer> common = new HashMap<>();
        for (String word : words.get(place)) {
            List<Integer> others = places.getOrDefault(word, List.of());
            if (others.size() <= COMMON) {
                others.forEach(other -> common.merge(other, 1, Integer::sum));
            }
        }
        return common.keySet()
                .stream()
                .filter(other -> other != place && allowed.test(other))
                .sorted((one, other) -> Double.compare(alike(place, other), alike(place, one)))
                .limit(most)
                .toList();
    }

    private double alike(int one, int other) {
        Set<String> both = new HashSet<>(words.get(one));
        both.retainAll(words.get(other));
        return (double) both.size() / (words.get(one).size() + words.get(other).size() - both.size());
    }

    /** Places in an order that has nothing to do with where they come from. */
    int[] shuffled() {
        return IntStream.range(0, prompts.size())
                .boxed()
                .sorted((one, other) -> Integer.compare(prompts.get(one).hashCode() * 0x9E3779B9,
                        prompts.get(other).hashCode() * 0x9E3779B9))
                .mapToInt(place -> place)
                .toArray();
    }

    private static Set<String> words(String prompt) {
        Set<String> words = new HashSet<>(List.of(BETWEEN_WORDS.split(prompt.toLowerCase(Locale.ROOT))));
        words.remove("");
        return words;
    }
}
