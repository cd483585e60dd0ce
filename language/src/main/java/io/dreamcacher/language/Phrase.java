package io.dreamcacher.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A piece of a prompt that means something by itself: a noun with what belongs to it, or a quality or an event that stands alone.
 *
 * @param text its words as they are written, without article and preposition
 * @param lemmas dictionary forms of its content words
 */
record Phrase(String text, Set<String> lemmas) {
    /** Says of no thing in it what it is. */
    private static final Set<String> PICTURE = Set.of("image", "picture");

    private static final Set<String> STOPS = Set.of(",", ";", ".", "|");

    /** Keeps a sorted copy. */
    Phrase {
        lemmas = new TreeSet<>(lemmas);
    }

    /** The phrases of a prompt in their order. */
    static List<Phrase> all(List<TaggedWord> words) {
        NounPhrases nouns = new NounPhrases(words);
        List<Phrase> phrases = new ArrayList<>();
        int place = 0;
        while (place < words.size()) {
            Optional<Preposition> preposition = Preposition.at(words, place);
            int last = preposition.map(Preposition::last).orElse(nouns.contains(place) ? nouns.headOf(place) : place);
            if (preposition.isEmpty() && (nouns.contains(place) || standsAlone(words.get(place)))) {
                add(phrases, words.subList(place, last + 1));
            }
            place = last + 1;
        }
        return List.copyOf(phrases);
    }

    /** What stands between the commas of a prompt, in order. */
    static List<Phrase> clauses(List<TaggedWord> words) {
        List<Phrase> clauses = new ArrayList<>();
        int first = 0;
        for (int place = 0; place <= words.size(); place++) {
            if (place == words.size() || STOPS.contains(words.get(place).text())) {
                add(clauses, words.subList(first, place));
                first = place + 1;
            }
        }
        return List.copyOf(clauses);
    }

    /** The texts of those whose words none of the others has, in their order. */
    static List<String> onlyOf(List<Phrase> phrases, List<Phrase> others) {
        Set<Set<String>> known = others.stream().map(Phrase::lemmas).collect(Collectors.toSet());
        return phrases.stream()
                .filter(phrase -> !known.contains(phrase.lemmas))
                .map(Phrase::text)
                .distinct()
                .toList();
    }

    private static boolean standsAlone(TaggedWord word) {
        return word.part().isContent() && !LightVerbs.contains(word.lemma());
    }

    private static void add(List<Phrase> phrases, List<TaggedWord> words) {
        Set<String> lemmas = words.stream()
                .filter(word -> word.part().isContent())
                .map(TaggedWord::lemma)
                .collect(Collectors.toSet());
        if (!lemmas.isEmpty() && !PICTURE.containsAll(lemmas)) {
            phrases.add(new Phrase(words.stream().map(TaggedWord::text).collect(Collectors.joining(" ")), lemmas));
        }
    }
}
