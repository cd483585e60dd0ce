package io.dreamcacher.language;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a prompt and what they mean.
 *
 * @param lemmas dictionary forms of all of them, each with the class it has first, in order
 * @param together what all words of a class mean
 */
record WordMeanings(Map<String, Meaning> lemmas, Map<PartOfSpeech, Meaning> together) {

    /**
     * What a word can mean.
     *
     * @param part its class
     * @param meanings numbers of its usual synsets
     * @param kinds of what those are kinds of, themselves too
     */
    record Meaning(PartOfSpeech part, Set<Long> meanings, Set<Long> kinds) {
        /** Whether one of the two can mean the other, or a kind of it. */
        boolean isRelated(Meaning other) {
            return part == other.part
                    && (!Collections.disjoint(meanings, other.kinds) || !Collections.disjoint(other.meanings, kinds));
        }

        private Meaning and(Meaning other) {
            Set<Long> both = new HashSet<>(meanings);
            both.addAll(other.meanings);
            Set<Long> bothKinds = new HashSet<>(kinds);
            bothKinds.addAll(other.kinds);
            return new Meaning(part, both, bothKinds);
        }
    }

    /** Looks words up, punctuation passed over. */
    static WordMeanings of(List<TaggedWord> words, WordNet dictionary) {
        Map<String, Meaning> lemmas = new LinkedHashMap<>();
        for (TaggedWord word : words) {
            if (!word.is(PartOfSpeech.PUNCTUATION)) {
                lemmas.computeIfAbsent(word.lemma(), lemma -> new Meaning(word.part(),
                        dictionary.meanings(lemma, word.part()), dictionary.kinds(lemma, word.part())));
            }
        }
        Map<PartOfSpeech, Meaning> together = new EnumMap<>(PartOfSpeech.class);
        lemmas.values().forEach(meaning -> together.merge(meaning.part(), meaning, Meaning::and));
        return new WordMeanings(lemmas, together);
    }

    boolean says(String lemma) {
        return lemmas.containsKey(lemma);
    }

    /** Empty for a word that is not there, or is part of a preposition. */
    Optional<Meaning> meaning(String lemma) {
        return Optional.ofNullable(lemmas.get(lemma));
    }

    /** What the words of a class mean; nothing where there is none. */
    Meaning of(PartOfSpeech part) {
        return together.getOrDefault(part, new Meaning(part, Set.of(), Set.of()));
    }
}
