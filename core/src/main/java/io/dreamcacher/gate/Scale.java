package io.dreamcacher.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A quality with places on it, and the words that name the places. A word may name several; two words are compatible
 * when they share one.
 *
 * @param name for people
 * @param needs what prompts must say of it beside not contradicting each other
 * @param scene whether it is said of the whole image
 * @param unless the place an image has when nothing is said; empty for none
 * @param places words, phrases joined by blanks, to the places they may mean
 * @param things words among them that also name a thing
 * @param phraseStarts first words of the phrases among them
 */
record Scale(String name, Set<Needs> needs, boolean scene, String unless, Map<String, Set<String>> places,
        Set<String> things, Set<String> phraseStarts) {

    private static final int LONGEST = 3;

    /** What two prompts must say of a quality, beside not contradicting each other. */
    enum Needs {
        /** What the new one says, the stored one says too. */
        ASKED,
        /** Where nothing but the texts decides, both say it or neither does. */
        BOTH
    }

    Scale {
        phraseStarts = Set.copyOf(phraseStarts);
        places = Map.copyOf(places);
        things = Set.copyOf(things);
    }

    /** Reads every scale of a word list, in order. */
    static List<Scale> load(String resource) {
        List<Builder> builders = new ArrayList<>();
        WordLists.lines(resource).forEach(line -> {
            if (line.startsWith("[")) {
                builders.add(new Builder(line));
                return;
            }
            builders.getLast().add(line);
        });
        return builders.stream().map(Builder::build).toList();
    }

    /** The places the words at an index name, longest phrase first. */
    Match match(List<Token> tokens, int index) {
        int longest = phraseStarts.contains(tokens.get(index).word()) ? Math.min(LONGEST, tokens.size() - index) : 1;
        for (int length = longest; length > 0; length--) {
            String phrase = phrase(tokens, index, length);
            Set<String> found = places.get(phrase);
            if (found != null) {
                return new Match(length, found, things.contains(phrase));
            }
        }
        return Match.NONE;
    }

    private static String phrase(List<Token> tokens, int index, int length) {
        if (length == 1) {
            return tokens.get(index).word();
        }
        StringBuilder phrase = new StringBuilder(tokens.get(index).word());
        for (int i = index + 1; i < index + length; i++) {
            phrase.append(' ').append(i == index + length - 1 ? tokens.get(i).lemma() : tokens.get(i).word());
        }
        return phrase.toString();
    }

    /**
     * Words that name places.
     *
     * @param length number of words, 0 for none
     * @param places they may mean
     * @param thing whether they may name a thing instead
     */
    record Match(int length, Set<String> places, boolean thing) {
        static final Match NONE = new Match(0, Set.of(), false);
    }

    private static final class Builder {
        private final String header;
        private final Map<String, Set<String>> places = new LinkedHashMap<>();
        private final Set<String> things = new LinkedHashSet<>();

        Builder(String header) {
            this.header = header;
        }

        void add(String line) {
            int colon = line.indexOf(':');
            String place = line.substring(0, colon);
            WordLists.words(line.substring(colon + 1)).forEach(entry -> {
                String word = entry.replace("*", "").replace('_', ' ');
                places.computeIfAbsent(word, key -> new TreeSet<>()).add(place);
                if (entry.endsWith("*")) {
                    things.add(word);
                }
            });
        }

        Scale build() {
            int close = header.indexOf(']');
            List<String> flags = WordLists.words(header.substring(close + 1)).toList();
            int unless = flags.indexOf("unless");
            return new Scale(header.substring(1, close), needs(flags), flags.contains("scene"),
                    unless < 0 ? "" : flags.get(unless + 1), places, things,
                    places.keySet()
                            .stream()
                            .filter(word -> word.contains(" "))
                            .map(word -> word.substring(0, word.indexOf(' ')))
                            .collect(Collectors.toSet()));
        }

        private static Set<Needs> needs(List<String> flags) {
            return Arrays.stream(Needs.values())
                    .filter(need -> flags.contains(need.name().toLowerCase(Locale.ROOT)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
