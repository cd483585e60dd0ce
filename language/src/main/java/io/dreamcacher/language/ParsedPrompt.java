package io.dreamcacher.language;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A prompt that was read.
 *
 * @param size words and punctuation of it
 * @param lemmas dictionary forms of all its words, each with the class it has first, in order
 * @param content dictionary forms of its nouns, adjectives, verbs and numbers in order, repeated ones too
 * @param dependencies who does what to whom
 * @param phrases what things, qualities and events it names, in order
 */
record ParsedPrompt(int size, Map<String, PartOfSpeech> lemmas, List<String> content, Set<Dependency> dependencies,
        List<Phrase> phrases) {

    static ParsedPrompt of(List<TaggedWord> tagged) {
        List<TaggedWord> words = withPrepositions(tagged);
        Map<String, PartOfSpeech> lemmas = new LinkedHashMap<>();
        List<String> content = new ArrayList<>();
        for (TaggedWord word : words) {
            if (!word.is(PartOfSpeech.PUNCTUATION)) {
                lemmas.putIfAbsent(word.lemma(), word.part());
            }
            if (word.part().isContent() && !word.is(PartOfSpeech.ADVERB)) {
                content.add(word.lemma());
            }
        }
        return new ParsedPrompt(words.size(), lemmas, content, new LinkedHashSet<>(DependencyReader.read(tagged)),
                Phrase.all(tagged));
    }

    /** "In front of" says where, and has no front. */
    private static List<TaggedWord> withPrepositions(List<TaggedWord> tagged) {
        List<TaggedWord> words = new ArrayList<>(tagged);
        int place = 0;
        while (place < tagged.size()) {
            int last = Preposition.at(tagged, place).map(Preposition::last).orElse(-1);
            for (; place <= last; place++) {
                String text = tagged.get(place).text();
                words.set(place, new TaggedWord(text, PartOfSpeech.PREPOSITION, text));
            }
            place += last < 0 ? 1 : 0;
        }
        return words;
    }

    boolean says(String lemma) {
        return lemmas.containsKey(lemma);
    }
}
