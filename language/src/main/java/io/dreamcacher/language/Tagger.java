package io.dreamcacher.language;

import io.dreamcacher.reuse.OneSpelling;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;

/**
 * Words with their classes and dictionary forms. The classes are those of OpenNLP's English model (Universal Dependencies,
 * EWT 2.5); where WordNet has no such word in the class it was given, the class is one it has. Thread-safe.
 */
final class Tagger {
    private static final String MODEL = "/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin";
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:'\\p{L}+)?|[.,;:!?()]");

    /** The model knows it as a word of its own. */
    private static final String POSSESSIVE = "'s";

    /** "It's" is no possessive. */
    private static final Set<String> CONTRACTED = Set.of("it's", "that's", "there's", "here's", "he's", "she's",
            "what's",
            "who's", "where's", "how's", "let's");

    private static final List<PartOfSpeech> OPEN_CLASSES = List.of(PartOfSpeech.NOUN, PartOfSpeech.ADJECTIVE,
            PartOfSpeech.VERB);

    private final ReentrantLock lock = new ReentrantLock();
    private final POSTaggerME tagger;
    private final WordNet words;

    Tagger(WordNet words) {
        this.words = words;
        try (InputStream model = Tagger.class.getResourceAsStream(MODEL)) {
            if (model == null) {
                throw new IllegalStateException("the tagger's model must come with the program, but %s is missing"
                        .formatted(MODEL));
            }
            this.tagger = new POSTaggerME(new POSModel(model));
        } catch (IOException e) {
            throw new IllegalStateException("the tagger's model must come with the program, but cannot be read", e);
        }
    }

    /** The words and the punctuation of a prompt in their order, possessives as the nouns they are of. */
    List<TaggedWord> tag(String prompt) {
        String[] written = WORD.matcher(prompt.toLowerCase(Locale.ROOT).replace('’', '\''))
                .results()
                .map(MatchResult::group)
                .flatMap(Tagger::apart)
                .toArray(String[]::new);
        String[] tags = tags(written);
        List<TaggedWord> tagged = new ArrayList<>(written.length);
        for (int i = 0; i < written.length; i++) {
            if (!written[i].equals(POSSESSIVE)) {
                boolean owner = i + 1 < written.length && written[i + 1].equals(POSSESSIVE);
                PartOfSpeech part = owner ? PartOfSpeech.NOUN : known(written[i], PartOfSpeech.of(tags[i]));
                tagged.add(new TaggedWord(written[i], part, OneSpelling.of(words.lemma(written[i], part))));
            }
        }
        return List.copyOf(tagged);
    }

    private static Stream<String> apart(String word) {
        return word.endsWith(POSSESSIVE) && !CONTRACTED.contains(word)
                ? Stream.of(word.substring(0, word.length() - POSSESSIVE.length()), POSSESSIVE)
                : Stream.of(word);
    }

    private String[] tags(String[] written) {
        lock.lock();
        try {
            return written.length == 0 ? written : tagger.tag(written);
        } finally {
            lock.unlock();
        }
    }

    /** Taggers trained on whole sentences take many a noun of a prompt for a verb, or for a preposition. */
    private PartOfSpeech known(String word, PartOfSpeech given) {
        if (!ClosedClass.allows(given, word)) {
            return first(OPEN_CLASSES, word).orElse(PartOfSpeech.NOUN);
        }
        List<PartOfSpeech> others = switch (given) {
            case VERB -> List.of(PartOfSpeech.NOUN, PartOfSpeech.ADJECTIVE);
            case NOUN -> List.of(PartOfSpeech.VERB, PartOfSpeech.ADJECTIVE);
            case ADJECTIVE -> word.endsWith("ing")
                    ? List.of(PartOfSpeech.VERB, PartOfSpeech.NOUN)
                    : List.of(PartOfSpeech.NOUN, PartOfSpeech.VERB);
            case ADVERB, NUMBER, PREPOSITION, AUXILIARY, CONJUNCTION, DETERMINER, PRONOUN, PUNCTUATION, OTHER ->
                List.of();
        };
        return others.isEmpty() || words.knows(word, given) ? given : first(others, word).orElse(given);
    }

    private Optional<PartOfSpeech> first(List<PartOfSpeech> parts, String word) {
        return parts.stream().filter(part -> words.knows(word, part)).findFirst();
    }
}
