package io.dreamcacher.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Pointer;
import net.sf.extjwnl.data.PointerType;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.dictionary.Dictionary;

/**
 * Princeton WordNet 3.1: dictionary forms and meanings of English words. What was looked up is kept for a bounded number of
 * words. Thread-safe.
 */
final class WordNet {
    /** Meanings beyond these are rare ones. */
    private static final int USUAL_MEANINGS = 3;

    private static final int USUAL_KINDS = 2;
    private static final int MOST_STEPS_UP = 6;
    private static final int MOST_WORDS = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Dictionary dictionary;
    private final Bounded<Entry> entries = new Bounded<>(MOST_WORDS);

    private record Entry(List<String> lemmas, Set<Long> meanings, Set<Long> kinds) {}

    private WordNet(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** Opens the dictionary that comes with the program; takes a second or so. */
    static WordNet open() {
        try {
            return new WordNet(Dictionary.getDefaultResourceInstance());
        } catch (JWNLException e) {
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
        lock.lock();
        try {
            return entries.get(word + '/' + part, () -> look(word, part));
        } finally {
            lock.unlock();
        }
    }

    private Entry look(String word, PartOfSpeech part) {
        POS pos = switch (part) {
            case NOUN -> POS.NOUN;
            case VERB, AUXILIARY -> POS.VERB;
            case ADJECTIVE -> POS.ADJECTIVE;
            case ADVERB -> POS.ADVERB;
            case NUMBER, PREPOSITION, CONJUNCTION, DETERMINER, PRONOUN, PUNCTUATION, OTHER -> null;
        };
        if (pos == null) {
            return new Entry(List.of(), Set.of(), Set.of());
        }
        try {
            List<String> lemmas = dictionary.getMorphologicalProcessor().lookupAllBaseForms(pos, word);
            var found = dictionary.getIndexWord(pos, word);
            List<Synset> senses = found == null ? List.of() : found.getSenses();
            Set<Long> meanings = new HashSet<>();
            senses.stream().limit(USUAL_MEANINGS).forEach(sense -> meanings.add(sense.getOffset()));
            Set<Long> kinds = new HashSet<>();
            for (Synset sense : senses.subList(0, Math.min(USUAL_KINDS, senses.size()))) {
                climb(sense, kinds, MOST_STEPS_UP);
            }
            return new Entry(List.copyOf(new ArrayList<>(lemmas)), Set.copyOf(meanings), Set.copyOf(kinds));
        } catch (JWNLException e) {
            throw new IllegalStateException("WordNet cannot be read at \"%s\"".formatted(word), e);
        }
    }

    private static void climb(Synset synset, Set<Long> reached, int steps) throws JWNLException {
        if (!reached.add(synset.getOffset()) || steps == 0) {
            return;
        }
        for (Pointer pointer : synset.getPointers(PointerType.HYPERNYM)) {
            climb(pointer.getTargetSynset(), reached, steps - 1);
        }
        for (Pointer pointer : synset.getPointers(PointerType.SIMILAR_TO)) {
            reached.add(pointer.getTargetSynset().getOffset());
        }
    }
}
