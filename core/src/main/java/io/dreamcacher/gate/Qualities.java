package io.dreamcacher.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The qualities a prompt speaks of, scale by scale.
 *
 * <p>
 * Colour words are mapped to the basic colour terms of B. Berlin and P. Kay, "Basic Color Terms" (1969), several where
 * speakers differ; the words come from CSS Color Module Level 4 and the xkcd colour survey (R. Munroe, 2010). The other
 * scales are antonyms of everyday English after WordNet (Princeton University, 3.1).
 */
final class Qualities {
    private static final Scale COLOUR = Scale.load("colours.txt").getFirst();
    private static final List<Scale> SCALES = scales();
    private static final Map<String, Set<String>> TYPICAL_COLOURS = typicalColours();
    private static final Set<String> JOINS = Set.of("and", "or", "a", "an");
    private static final Set<String> SAYS_COLOUR = Set.of("in", "coloured", "colored", "painted", "is", "are");
    private static final Set<String> SAYS_COLOUR_OF_BEFORE = Set.of("coloured", "colored", "painted", "is", "are");

    private final List<Token> tokens;
    private final boolean[] inPhrase;
    private final boolean[] used;
    private final Map<String, List<Mention>> mentions = new LinkedHashMap<>();

    private Qualities(List<Token> tokens) {
        this.tokens = tokens;
        this.inPhrase = new boolean[tokens.size()];
        this.used = new boolean[tokens.size()];
    }

    static Qualities read(List<Token> tokens) {
        Qualities qualities = new Qualities(tokens);
        qualities.readPhrases();
        for (Scale scale : SCALES) {
            qualities.readWords(scale);
        }
        return qualities;
    }

    static List<Scale> allScales() {
        return SCALES;
    }

    static boolean isColour(Scale scale) {
        return scale.name().equals(COLOUR.name());
    }

    List<Mention> of(Scale scale) {
        return mentions.getOrDefault(scale.name(), List.of());
    }

    /** Whether a word was read as a quality and not as a thing. */
    boolean isQuality(int index) {
        return used[index];
    }

    private void readPhrases() {
        for (Scale scale : SCALES) {
            for (int i = 0; i < tokens.size(); i++) {
                Scale.Match match = scale.match(tokens, i);
                if (match.length() > 1) {
                    add(scale, i, match);
                    Arrays.fill(inPhrase, i, i + match.length(), true);
                }
            }
        }
    }

    private void readWords(Scale scale) {
        for (int i = 0; i < tokens.size(); i++) {
            Scale.Match match = inPhrase[i] ? Scale.Match.NONE : scale.match(tokens, i);
            if (match.length() != 1 || (match.thing() && !isSaidOfSomething(i))) {
                continue;
            }
            i += add(scale, i, isColour(scale) ? withNeighbour(i, match) : match);
        }
    }

    /** "navy blue", "red orange": one colour in two words, what both allow or, failing that, what either does. */
    private Scale.Match withNeighbour(int index, Scale.Match first) {
        if (index + 1 >= tokens.size() || tokens.get(index + 1).startsClause() || inPhrase[index + 1]) {
            return first;
        }
        Scale.Match second = COLOUR.match(tokens, index + 1);
        if (second.length() != 1 || (second.thing() && !isSaidOfSomething(index + 1))) {
            return first;
        }
        Set<String> places = new HashSet<>(first.places());
        places.retainAll(second.places());
        if (places.isEmpty()) {
            places.addAll(first.places());
            places.addAll(second.places());
        }
        return new Scale.Match(2, Set.copyOf(places), first.thing() && second.thing());
    }

    private int add(Scale scale, int start, Scale.Match match) {
        int next = start + match.length();
        int first = compoundStart(start);
        NounPhrase noun = scale.scene() ? new NounPhrase(List.of()) : noun(scale, first, next);
        mentions.computeIfAbsent(scale.name(), key -> new ArrayList<>())
                .add(new Mention(written(first, next), match.places(), noun, isOptional(scale, match, noun)));
        Arrays.fill(used, first, next, true);
        return match.length() - 1;
    }

    /** "snow-white": the hyphenated words before belong to the quality. */
    private int compoundStart(int start) {
        int first = start;
        while (first > 0 && tokens.get(first).hyphenated()) {
            first--;
        }
        return first;
    }

    private static boolean isOptional(Scale scale, Scale.Match match, NounPhrase noun) {
        if (isColour(scale)) {
            return TYPICAL_COLOURS.getOrDefault(noun.head(), Set.of()).stream().anyMatch(match.places()::contains);
        }
        return match.places().contains(scale.unless());
    }

    /** What the quality is said of; in "red and white flag" both colours are the flag's. */
    private NounPhrase noun(Scale scale, int start, int next) {
        if (start > 0 && !tokens.get(start).startsClause()
                && SAYS_COLOUR_OF_BEFORE.contains(tokens.get(start - 1).word())) {
            NounPhrase before = NounPhrase.before(tokens, start);
            if (!before.isEmpty()) {
                return before;
            }
        }
        NounPhrase after = next < tokens.size() && !tokens.get(next).startsClause()
                ? NounPhrase.after(tokens, next)
                : new NounPhrase(List.of());
        if (!after.isEmpty()) {
            return after;
        }
        int i = next;
        while (i < tokens.size() && JOINS.contains(tokens.get(i).word())) {
            i++;
        }
        if (i < tokens.size() && scale.match(tokens, i).length() == 1) {
            NounPhrase shared = NounPhrase.after(tokens, i + 1);
            if (!shared.isEmpty()) {
                return shared;
            }
        }
        return NounPhrase.before(tokens, start);
    }

    /** Whether a word that may name a thing ("an orange", "a rose") is used as a colour here. */
    private boolean isSaidOfSomething(int index) {
        if (index > 0 && !tokens.get(index).startsClause() && SAYS_COLOUR.contains(tokens.get(index - 1).word())) {
            return true;
        }
        if (index + 1 >= tokens.size() || tokens.get(index + 1).startsClause() || !tokens.get(index + 1).isContent()) {
            return false;
        }
        boolean participle = tokens.get(index + 1).word().endsWith("ing");
        boolean moreFollows = index + 2 < tokens.size() && !tokens.get(index + 2).startsClause()
                && tokens.get(index + 2).isContent();
        return !participle || moreFollows;
    }

    private String written(int start, int next) {
        StringBuilder words = new StringBuilder(tokens.get(start).word());
        for (int i = start + 1; i < next; i++) {
            words.append(tokens.get(i).hyphenated() ? "-" : " ").append(tokens.get(i).word());
        }
        return words.toString();
    }

    private static List<Scale> scales() {
        List<Scale> scales = new ArrayList<>();
        scales.add(COLOUR);
        scales.addAll(Scale.load("scales.txt"));
        return List.copyOf(scales);
    }

    private static Map<String, Set<String>> typicalColours() {
        Map<String, Set<String>> typical = new HashMap<>();
        WordLists.lines("typical-colours.txt").forEach(line -> {
            int colon = line.indexOf(':');
            WordLists.words(line.substring(colon + 1))
                    .forEach(
                            noun -> typical.computeIfAbsent(noun, key -> new HashSet<>())
                                    .add(line.substring(0, colon)));
        });
        return Map.copyOf(typical);
    }
}
