package io.dreamcacher.language;

import io.dreamcacher.reuse.RecentlyRead;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Princeton WordNet 3.1: dictionary forms and meanings of English words, as far as they are needed here. What was looked up is kept for a bounded
 * number of words. Thread-safe.
 */
final class WordNet {
    /** The classes in the order of the file. */
    static final List<String> CLASSES = List.of("noun", "verb", "adj", "adv");

    private static final String FILE = "wordnet.bin";

    /** Of each class, with what they are endings of. */
    private static final List<String> ENDINGS = List.of("s= ses=s xes=x zes=z ches=ch shes=sh men=man ies=y",
            "s= ies=y es=e es= ed=e ed= ing=e ing=", "er= est= er=e est=e", "");

    private static final int USUAL_KINDS = 2;
    private static final int MOST_STEPS_UP = 6;
    private static final int MOST_WORDS = 20_000;
    private static final Entry UNKNOWN = new Entry(List.of(), Set.of(), Set.of());

    private final List<WordNetFile> files;
    private final List<BaseForms> forms;
    private final RecentlyRead<Entry> entries = new RecentlyRead<>(MOST_WORDS);

    private record Entry(List<String> lemmas, Set<Long> meanings, Set<Long> kinds) {}

    private WordNet(List<WordNetFile> files) {
        this.files = files;
        this.forms = IntStream.range(0, files.size())
                .mapToObj(part -> new BaseForms(files.get(part), ENDINGS.get(part)))
                .toList();
    }

    /** Opens the dictionary that comes with the program. */
    static WordNet open() {
        try (InputStream stream = WordNet.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("%s must come with the program, but is missing".formatted(FILE));
            }
            return new WordNet(WordNetFile.read(stream, CLASSES.size()));
        } catch (IOException e) {
            throw new IllegalStateException("WordNet must come with the program, but it cannot be read", e);
        }
    }

    /** Whether the word, or what it is a form of, is in the dictionary. */
    boolean knows(String word, PartOfSpeech part) {
        return !entry(word, part).lemmas().isEmpty();
    }

    /** The dictionary form of a word; the word itself where there is none. */
    String lemma(String word, PartOfSpeech part) {
        List<String> lemmas = entry(word, part).lemmas();
        return lemmas.stream().filter(lemma -> !lemma.equals(word)).findFirst().orElse(word);
    }

    /** The usual meanings of a dictionary form, as numbers of synsets. */
    Set<Long> meanings(String lemma, PartOfSpeech part) {
        return entry(lemma, part).meanings();
    }

    /** What a thing or an event of this name is a kind of, itself included: synsets upwards from its commonest meanings. */
    Set<Long> kinds(String lemma, PartOfSpeech part) {
        return entry(lemma, part).kinds();
    }

    private Entry entry(String word, PartOfSpeech part) {
        return entries.get(word + '/' + part, key -> look(word, part));
    }

    private Entry look(String word, PartOfSpeech part) {
        int place = switch (part) {
            case NOUN -> 0;
            case VERB, AUXILIARY -> 1;
            case ADJECTIVE -> 2;
            case ADVERB -> 3;
            case NUMBER, PREPOSITION, CONJUNCTION, DETERMINER, PRONOUN, PUNCTUATION, OTHER -> -1;
        };
        if (place < 0) {
            return UNKNOWN;
        }
        WordNetFile file = files.get(place);
        int[] usual = file.meanings(word);
        Set<Long> meanings = new HashSet<>();
        for (int meaning : usual) {
            meanings.add((long) meaning);
        }
        Set<Long> kinds = new HashSet<>();
        for (int i = 0; i < Math.min(USUAL_KINDS, usual.length); i++) {
            climb(file, usual[i], kinds, MOST_STEPS_UP);
        }
        return new Entry(forms.get(place).of(word), Set.copyOf(meanings), Set.copyOf(kinds));
    }

    private static void climb(WordNetFile file, int meaning, Set<Long> reached, int steps) {
        if (!reached.add((long) meaning) || steps == 0) {
            return;
        }
        for (int kind : file.kinds(meaning)) {
            climb(file, kind, reached, steps - 1);
        }
        for (int similar : file.similar(meaning)) {
            reached.add((long) similar);
        }
    }
}
