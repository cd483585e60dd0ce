package io.dreamcacher.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.IndexWord;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Pointer;
import net.sf.extjwnl.data.PointerType;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.dictionary.Dictionary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference is extJWNL 2.0.5 over Princeton's own files. */
final class WordNetTest {
    private static final WordNet WORDS = WordNet.open();
    private static final List<String> ENDINGS = List.of("", "s", "es", "ed", "ing", "er", "est", "'s", "men", "3d");
    private static final int SAMPLE = 1000;
    private static final Map<PartOfSpeech, POS> CLASSES = Map.of(PartOfSpeech.NOUN, POS.NOUN, PartOfSpeech.VERB,
            POS.VERB, PartOfSpeech.ADJECTIVE, POS.ADJECTIVE, PartOfSpeech.ADVERB, POS.ADVERB);

    @ParameterizedTest
    @CsvSource({"geese,NOUN,goose", "women,NOUN,woman", "boxes,NOUN,box", "ran,VERB,run", "chasing,VERB,chase",
            "bigger,ADJECTIVE,big", "dog,NOUN,dog", "xyzzy,NOUN,xyzzy", "geese,PRONOUN,geese"})
    void lemma_isTheDictionaryForm(String word, PartOfSpeech part, String lemma) {
        assertThat(WORDS.lemma(word, part)).isEqualTo(lemma);
    }

    @Test
    void kinds_ofADog_holdWhatAnAnimalMeans() {
        assertThat(WORDS.kinds("dog", PartOfSpeech.NOUN))
                .containsAnyElementsOf(WORDS.meanings("dog", PartOfSpeech.NOUN))
                .containsAnyElementsOf(WORDS.meanings("canine", PartOfSpeech.NOUN));
        assertThat(WORDS.meanings("boat", PartOfSpeech.NOUN))
                .doesNotContainAnyElementsOf(WORDS.meanings("house", PartOfSpeech.NOUN));
    }

    @Test
    void words_ofASample_areAsTheReferenceHasThem() throws Exception {
        Dictionary reference = Dictionary.getDefaultResourceInstance();
        for (int place = 0; place < WordNet.CLASSES.size(); place++) {
            String name = WordNet.CLASSES.get(place);
            Map<Long, Long> numbers = new HashMap<>();
            WordNetExtract.numbers(name)
                    .forEach((offset, number) -> numbers.put(Long.parseLong(offset), (long) number));
            PartOfSpeech part = List.of(PartOfSpeech.NOUN, PartOfSpeech.VERB, PartOfSpeech.ADJECTIVE,
                    PartOfSpeech.ADVERB).get(place);
            for (String word : sample(name)) {
                compare(reference, numbers, word, part);
            }
        }
    }

    /** Words of a class with endings they may have, and all of its irregular forms. */
    private static Set<String> sample(String name) throws IOException {
        WordNetFile.Content content = WordNetExtract.content(name);
        Set<String> words = new TreeSet<>(content.irregular().keySet());
        int place = 0;
        for (String word : content.words().keySet()) {
            if (place % SAMPLE == 0) {
                ENDINGS.forEach(ending -> words.add(word + ending));
            }
            place++;
        }
        return words;
    }

    private static void compare(Dictionary reference, Map<Long, Long> numbers, String word, PartOfSpeech part)
            throws JWNLException {
        POS pos = Objects.requireNonNull(CLASSES.get(part));
        List<String> forms = List.copyOf(reference.getMorphologicalProcessor().lookupAllBaseForms(pos, word));
        assertThat(WORDS.knows(word, part)).as(word).isEqualTo(!forms.isEmpty());
        assertThat(WORDS.lemma(word, part)).as(word)
                .isEqualTo(forms.stream().filter(form -> !form.equals(word)).findFirst().orElse(word));
        IndexWord found = reference.getIndexWord(pos, word);
        List<Synset> senses = found == null ? List.of() : found.getSenses();
        Set<Long> meanings = new HashSet<>();
        senses.stream().limit(3).forEach(sense -> meanings.add(numbers.get(sense.getOffset())));
        Set<Long> kinds = new HashSet<>();
        for (Synset sense : senses.subList(0, Math.min(2, senses.size()))) {
            climb(sense, kinds, 6, numbers);
        }
        assertThat(WORDS.meanings(word, part)).as(word).isEqualTo(meanings);
        assertThat(WORDS.kinds(word, part)).as(word).isEqualTo(kinds);
    }

    private static void climb(Synset synset, Set<Long> reached, int steps, Map<Long, Long> numbers)
            throws JWNLException {
        if (!reached.add(numbers.get(synset.getOffset())) || steps == 0) {
            return;
        }
        for (Pointer pointer : synset.getPointers(PointerType.HYPERNYM)) {
            climb(pointer.getTargetSynset(), reached, steps - 1, numbers);
        }
        for (Pointer pointer : synset.getPointers(PointerType.SIMILAR_TO)) {
            reached.add(numbers.get(pointer.getTargetSynset().getOffset()));
        }
    }

    @Test
    void file_isWhatTheExtractWrites(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("wordnet.bin");
        WordNetExtract.main(new String[]{file.toString()});

        try (InputStream written = new GZIPInputStream(Files.newInputStream(file));
                InputStream bundled = new GZIPInputStream(
                        Objects.requireNonNull(WordNet.class.getResourceAsStream("wordnet.bin")))) {
            assertThat(written.readAllBytes()).isEqualTo(bundled.readAllBytes());
        }
    }

    /** Pieces could be joined in more ways than there is time for. */
    @ParameterizedTest
    @ValueSource(strings = {"a1", "axes2", "bés", "ſ"})
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void lemma_wordOfAHundredPieces_isFoundInTime(String piece) {
        String word = piece.repeat(100);

        assertThat(word).startsWith(WORDS.lemma(word, PartOfSpeech.NOUN).substring(0, 1));
    }
}
