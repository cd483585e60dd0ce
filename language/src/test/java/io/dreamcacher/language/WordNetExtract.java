package io.dreamcacher.language;

import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the file that {@link WordNet} reads, of Princeton's files as extJWNL's jar carries them: words with their three commonest meanings,
 * irregular forms, what meanings are kinds of and similar to. Glosses, rare meanings and all other pointers are left out.
 */
final class WordNetExtract {
    private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/";
    private static final Set<String> KIND_OF = Set.of("@", "@i");
    private static final Set<String> SIMILAR_TO = Set.of("&");
    private static final int USUAL_MEANINGS = 3;

    private WordNetExtract() {}

    /** Argument: the file to write. */
    public static void main(String[] arguments) throws IOException {
        try (DataOutputStream file = new DataOutputStream(
                new GZIPOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 16))) {
            for (String part : WordNet.CLASSES) {
                WordNetFile.write(file, content(part));
            }
        }
    }

    static WordNetFile.Content content(String part) throws IOException {
        Map<String, Integer> numbers = numbers(part);
        List<int[]> kinds = new ArrayList<>();
        List<int[]> similar = new ArrayList<>();
        for (String[] line : lines("data." + part)) {
            kinds.add(pointers(line, KIND_OF, numbers));
            similar.add(pointers(line, SIMILAR_TO, numbers));
        }
        return new WordNetFile.Content(words(part, numbers), irregular(part), kinds, similar);
    }

    /** Meanings are numbered in the order of the file, by which they are named there. */
    static Map<String, Integer> numbers(String part) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        for (String[] line : lines("data." + part)) {
            numbers.put(line[0], numbers.size());
        }
        return numbers;
    }

    private static SortedMap<String, int[]> words(String part, Map<String, Integer> numbers) throws IOException {
        SortedMap<String, int[]> words = new TreeMap<>();
        for (String[] line : lines("index." + part)) {
            int meanings = Integer.parseInt(line[2]);
            words.put(line[0].replace('_', ' '), IntStream.range(line.length - meanings, line.length)
                    .limit(USUAL_MEANINGS)
                    .map(column -> numbers.get(line[column]))
                    .toArray());
        }
        return words;
    }

    private static SortedMap<String, List<String>> irregular(String part) throws IOException {
        SortedMap<String, List<String>> irregular = new TreeMap<>();
        for (String[] line : lines(part + ".exc")) {
            irregular.putIfAbsent(line[0].replace('_', ' '), Arrays.stream(line)
                    .skip(1)
                    .map(word -> word.replace('_', ' '))
                    .toList());
        }
        return irregular;
    }

    /** After the words of a line, of which it tells how many, come pointers of four columns each. */
    private static int[] pointers(String[] line, Set<String> symbols, Map<String, Integer> numbers) {
        int counted = 4 + 2 * Integer.parseInt(line[3], 16);
        return IntStream.range(0, Integer.parseInt(line[counted]))
                .map(pointer -> counted + 1 + 4 * pointer)
                .filter(column -> symbols.contains(line[column]))
                .map(column -> numbers.get(line[column + 1]))
                .toArray();
    }

    private static List<String[]> lines(String name) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(
                        Objects.requireNonNull(WordNetExtract.class.getResourceAsStream(FOLDER + name), name),
                        StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("  ")).map(line -> line.split(" ")).toList();
        }
    }
}
