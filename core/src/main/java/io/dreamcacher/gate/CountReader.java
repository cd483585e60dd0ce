package io.dreamcacher.gate;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds counts: numerals, number words, articles as the number one, and words for groups. Numbers that count nothing
 * are left out: years, measures, ratios, weights, versions, "one of", pairs of things that come in pairs.
 */
final class CountReader {
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(entry("one", 1), entry("two", 2),
            entry("three", 3), entry("four", 4), entry("five", 5), entry("six", 6), entry("seven", 7),
            entry("eight", 8), entry("nine", 9), entry("ten", 10), entry("eleven", 11), entry("twelve", 12),
            entry("thirteen", 13), entry("fourteen", 14), entry("fifteen", 15), entry("sixteen", 16),
            entry("seventeen", 17), entry("eighteen", 18), entry("nineteen", 19), entry("twenty", 20),
            entry("thirty", 30), entry("forty", 40), entry("fifty", 50), entry("sixty", 60), entry("seventy", 70),
            entry("eighty", 80), entry("ninety", 90));

    private static final Map<String, Integer> MULTIPLES = Map.of("dozen", 12, "hundred", 100, "thousand", 1000,
            "million", 1_000_000);

    private static final Map<String, Integer> COLLECTIVES = Map.of("pair", 2, "couple", 2, "duo", 2, "twin", 2, "trio",
            3, "triplet", 3, "quartet", 4, "quintet", 5);

    private static final Map<String, Integer> VAGUE = Map.ofEntries(entry("several", 3), entry("few", 3),
            entry("many", 4), entry("multiple", 2), entry("various", 2), entry("numerous", 4), entry("countless", 4),
            entry("group", 3), entry("crowd", 4), entry("flock", 3), entry("herd", 3), entry("pack", 3),
            entry("swarm", 4), entry("bunch", 3), entry("lots", 4), entry("lot", 4), entry("fleet", 3),
            entry("dozens", 24), entry("hundreds", 200), entry("thousands", 2000), entry("both", 2));

    private static final Set<String> SINGLE = Set.of("a", "an", "single", "lone", "solitary", "one");
    private static final Set<String> NOT_COUNTED_AFTER = Set.of("number", "no", "chapter", "episode", "volume",
            "version", "v", "iso", "f", "year", "model", "level", "route", "type", "mark");
    private static final Set<String> UNITS = WordLists.lines("units.txt")
            .flatMap(WordLists::words)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> WORN_IN_PAIRS = WordLists.lines("worn-in-pairs.txt")
            .flatMap(WordLists::words)
            .collect(Collectors.toUnmodifiableSet());
    private static final int FIRST_YEAR = 1000;
    private static final int LAST_YEAR = 2999;
    private static final int MOST_DIGITS = 6;

    private final List<Token> tokens;
    private final List<Count> counts = new ArrayList<>();

    private CountReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Every count of a prompt, in order. */
    static List<Count> read(List<Token> tokens) {
        CountReader reader = new CountReader(tokens);
        int i = 0;
        while (i < tokens.size()) {
            i = Math.max(i + 1, reader.readAt(i));
        }
        return List.copyOf(reader.counts);
    }

    /** Reads what starts at a word, and says where to go on. */
    private int readAt(int start) {
        String word = tokens.get(start).word();
        Integer vague = VAGUE.get(word);
        if (vague != null && isQuantity(start)) {
            return add(start, skip("of", start + 1), vague, Count.UNBOUNDED);
        }
        if (word.equals("half") && wordAt(start + 1).equals("a") && wordAt(start + 2).equals("dozen")) {
            return add(start, start + 3, 6, 6);
        }
        Integer collective = COLLECTIVES.get(tokens.get(start).lemma());
        if (collective != null) {
            return add(start, skip("of", start + 1), collective, collective);
        }
        if (SINGLE.contains(word)) {
            return single(start);
        }
        return number(start);
    }

    /** A group word counts what follows it: "a few boats", "a flock of birds"; "pack ice" and "a crowd" do not. */
    private boolean isQuantity(int index) {
        boolean modifies = index + 1 < tokens.size() && !tokens.get(index + 1).startsClause();
        boolean takesOf = switch (wordAt(index)) {
            case "several", "few", "many", "multiple", "various", "numerous", "countless", "both" -> false;
            default -> true;
        };
        return modifies && (!takesOf || wordAt(index + 1).equals("of"));
    }

    private int single(int start) {
        String next = wordAt(start + 1);
        boolean article = tokens.get(start).word().length() <= 2;
        boolean partOfQuantity = (VAGUE.containsKey(next) && isQuantity(start + 1))
                || COLLECTIVES.containsKey(English.singular(next)) || MULTIPLES.containsKey(next)
                || (article && (SINGLE.contains(next) || NUMBERS.containsKey(next)));
        if ((partOfQuantity && article) || next.equals("of") || next.equals("another")) {
            return start + 1;
        }
        if (MULTIPLES.containsKey(next)) {
            return number(start);
        }
        return add(start, start + 1, 1, 1);
    }

    private int number(int start) {
        int i = start;
        long sum = 0;
        boolean found = false;
        while (i < tokens.size() && (i == start || !tokens.get(i).startsClause())) {
            String word = wordAt(i);
            Integer value = NUMBERS.get(word);
            Integer multiple = MULTIPLES.get(word);
            if (value != null && (sum == 0 || sum % 10 == 0)) {
                sum += value;
            } else if (multiple != null) {
                sum = Math.max(1, sum) * multiple;
            } else if (sum == 0 && isNumeral(i)) {
                sum = Long.parseLong(word);
            } else {
                break;
            }
            found = true;
            i++;
        }
        if (!found || sum < 1 || sum > Count.UNBOUNDED || isNoCount(start, i, sum)) {
            return i;
        }
        return add(start, skip("of", i), (int) sum, (int) sum);
    }

    private boolean isNumeral(int index) {
        String word = wordAt(index);
        return word.length() <= MOST_DIGITS && !word.startsWith("0")
                && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private boolean isNoCount(int start, int next, long value) {
        String after = next < tokens.size() && !tokens.get(next).startsClause() ? wordAt(next) : "";
        if (UNITS.contains(after) && !(after.equals("in") && !isNumeral(start))) {
            return true;
        }
        if (start > 0 && !tokens.get(start).startsClause() && NOT_COUNTED_AFTER.contains(wordAt(start - 1))) {
            return true;
        }
        boolean countsPlural = !after.isEmpty() && !NounPhrase.after(tokens, next).isEmpty();
        if (isNumeral(start) && value >= FIRST_YEAR && value <= LAST_YEAR) {
            return !(countsPlural && tokens.get(next).isPlural());
        }
        return isNumeral(start) && !countsPlural;
    }

    private int add(int start, int next, int min, int max) {
        NounPhrase noun = next < tokens.size() && !tokens.get(next).startsClause()
                ? counted(next)
                : new NounPhrase(List.of());
        boolean pairOfOne = min == 2 && COLLECTIVES.containsKey(wordAt(start)) && WORN_IN_PAIRS.contains(noun.head());
        if (!pairOfOne) {
            counts.add(new Count(wordAt(start), min, max, noun));
        }
        return next;
    }

    private NounPhrase counted(int next) {
        int noun = next < tokens.size() && Set.of("more", "other", "the", "very").contains(wordAt(next))
                ? next + 1
                : next;
        return NounPhrase.after(tokens, noun);
    }

    private int skip(String word, int index) {
        return wordAt(index).equals(word) ? index + 1 : index;
    }

    private String wordAt(int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index).word() : "";
    }
}
