package io.dreamcacher.evaluation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes prompts of a prompt whose relation to it is known by how they were made: some say the same in other words, some differ in one
 * thing. They are asked of an image of the prompt. The words are those of a list.
 */
public final class PairRules {
    private static final String REWORDED = "reworded";
    private static final String REORDERED = "reordered";
    private static final Pattern TIME_LAST = Pattern
            .compile("(.+) (at (?:sunset|sunrise|night|noon|dusk|dawn|midnight))");
    private static final Pattern TWO_THINGS = Pattern
            .compile(
                    "(an? [^,]+?) (and|next to|beside) (an? [^,]+?)((?: (?:in|on|at|by|below|among) (?!the left|the right).*)?)");
    private static final Pattern TWO_COLOURS = Pattern
            .compile("(an? )(\\w+)( .+? (?:and|next to|beside) an? )(\\w+)( .+)");
    private static final Pattern WITH = Pattern.compile("(.+) with (an? .+)");
    private static final Pattern ARTICLE = Pattern.compile("\\b([Aa])n? (?=(\\w))");
    private static final Pattern BLANK = Pattern.compile(" ");
    private static final int WORDINGS = 4;

    private final Map<String, List<List<String>>> kinds;

    private PairRules(Map<String, List<List<String>>> kinds) {
        this.kinds = kinds;
    }

    /** The rules that come with the program. */
    public static PairRules usual() {
        Map<String, List<List<String>>> kinds = new LinkedHashMap<>();
        List<List<String>> current = new ArrayList<>();
        for (String line : lines("exchanges.txt")) {
            if (line.startsWith("[")) {
                current = new ArrayList<>();
                kinds.put(line.substring(1, line.indexOf(']')), current);
            } else {
                current.add(BLANK.splitAsStream(line).map(word -> word.replace('_', ' ')).toList());
            }
        }
        return new PairRules(kinds);
    }

    /** Prompts of ordinary things, made for calibrating models; neighbours differ. */
    public static List<String> ordinaryPrompts() {
        return lines("ordinary-prompts.txt");
    }

    static List<String> lines(String resource) {
        InputStream stream = PairRules.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("%s must come with the program, but is missing".formatted(resource));
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Pairs with this prompt stored, each prompt once.
     *
     * @param seed chooses among words
     */
    public List<GroupedPair> pairs(String prompt, long seed) {
        Random random = new Random(seed ^ prompt.hashCode());
        Set<String> known = new LinkedHashSet<>(Set.of(prompt));
        List<GroupedPair> pairs = new ArrayList<>();
        for (int i = 0; i < WORDINGS; i++) {
            String said = reworded(prompt, random);
            add(pairs, known, prompt, said, REWORDED);
            String moved = reordered(said, random);
            add(pairs, known, prompt, moved, REORDERED);
        }
        for (String kind : kinds.keySet()) {
            add(pairs, known, prompt, exchanged(prompt, kind, random), kind);
        }
        add(pairs, known, prompt, swapped(prompt), "swap");
        add(pairs, known, prompt, WITH.matcher(prompt).replaceFirst("$1 without $2"), "negation");
        return pairs;
    }

    /** Those among them that contrast what a model may not hear. */
    public List<GroupedPair> contrasts(String prompt) {
        return pairs(prompt, 0).stream()
                .filter(GroupedPair::probe)
                .toList();
    }

    private static void add(List<GroupedPair> pairs, Set<String> known, String stored, String asked, String kind) {
        String plain = withArticles(asked);
        if (known.add(plain)) {
            boolean same = kind.equals(REWORDED) || kind.equals(REORDERED);
            pairs.add(GroupedPair.of(new LabelledPair(plain, stored, same, kind), stored));
        }
    }

    /** Every word of the list that the prompt has may become another one of its line. */
    private String reworded(String prompt, Random random) {
        String said = prompt;
        for (List<List<String>> lines : kinds.values()) {
            for (List<String> line : lines) {
                for (String word : line) {
                    if (line.size() > 1 && has(said, word)) {
                        said = replaced(said, word, line.get(random.nextInt(line.size())));
                        break;
                    }
                }
            }
        }
        return said;
    }

    private static String reordered(String prompt, Random random) {
        Matcher time = TIME_LAST.matcher(prompt);
        if (time.matches()) {
            return time.group(2) + ", " + time.group(1);
        }
        Matcher things = TWO_THINGS.matcher(prompt);
        if (things.matches()) {
            return "%s %s %s%s".formatted(things.group(3), things.group(2), things.group(1), things.group(4));
        }
        return (random.nextBoolean() ? "there is " : "a picture of ") + prompt;
    }

    /** One thing of this kind becomes another one. */
    private String exchanged(String prompt, String kind, Random random) {
        List<List<String>> lines = kinds.getOrDefault(kind, List.of());
        for (List<String> line : lines) {
            for (String word : line) {
                if (has(prompt, word)) {
                    List<List<String>> others = lines.stream()
                            .filter(other -> !other.equals(line) && other.stream().noneMatch(said -> has(prompt, said)))
                            .toList();
                    return others.isEmpty()
                            ? prompt
                            : replaced(prompt, word, others.get(random.nextInt(others.size())).getFirst());
                }
            }
        }
        return prompt;
    }

    private String swapped(String prompt) {
        Matcher matcher = TWO_COLOURS.matcher(prompt);
        return matcher.matches() && isColour(matcher.group(2)) && isColour(matcher.group(4))
                ? matcher.group(1) + matcher.group(4) + matcher.group(3) + matcher.group(2) + matcher.group(5)
                : prompt;
    }

    private boolean isColour(String word) {
        return kinds.getOrDefault("colour", List.of()).stream().anyMatch(line -> line.contains(word));
    }

    private static boolean has(String prompt, String word) {
        return pattern(word).matcher(prompt).find();
    }

    private static String replaced(String prompt, String word, String other) {
        return pattern(word).matcher(prompt).replaceFirst(Matcher.quoteReplacement(other));
    }

    private static Pattern pattern(String word) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?=s?(?![\\w-]))");
    }

    /** "A" before consonants, "an" before vowels. */
    static String withArticles(String prompt) {
        return ARTICLE.matcher(prompt)
                .replaceAll(found -> found.group(1)
                        + ("aeiou".contains(found.group(2).toLowerCase(Locale.ROOT)) ? "n " : " "));
    }
}
