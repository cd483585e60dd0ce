package io.dreamcacher.language;

import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.PromptComparer;
import io.dreamcacher.reuse.RecentlyRead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares English prompts by their words and by who does what to whom. Prompts that were read lately are kept, so that a
 * stored one is read once. Thread-safe.
 */
public final class EnglishComparer implements PromptComparer {
    private static final int MOST_PROMPTS = 4096;

    /** Longer prompts are read up to here: no model reads more of them. */
    private static final int MOST_CHARACTERS = 2000;

    private final RecentlyRead<ParsedPrompt> prompts = new RecentlyRead<>(MOST_PROMPTS);
    private final WordNet words;
    private final Tagger tagger;
    private final DependencyParser parser;

    private EnglishComparer(WordNet words, DependencyParser parser) {
        this.words = words;
        this.tagger = new Tagger(words);
        this.parser = parser;
    }

    /** Opens tagger, parser and dictionary, which takes about a second. */
    public static EnglishComparer open() {
        return new EnglishComparer(WordNet.open(), DependencyParser.open());
    }

    /**
     * The same with another parser.
     *
     * @param parser a model that {@link ParserTraining} made
     * @throws IOException when it is none
     */
    public static EnglishComparer with(byte[] parser) throws IOException {
        return new EnglishComparer(WordNet.open(),
                new DependencyParser(ParserModel.read(new ByteArrayInputStream(parser))));
    }

    @Override
    public List<Feature> features() {
        return Stream.concat(Arrays.stream(EnglishFeature.values()).map(EnglishFeature::feature),
                Finding.features().stream()).toList();
    }

    @Override
    public ReadPrompt prepare(String prompt) {
        return new ReadEnglish(parse(prompt));
    }

    private final class ReadEnglish implements ReadPrompt {
        private final ParsedPrompt asked;

        private ReadEnglish(ParsedPrompt asked) {
            this.asked = asked;
        }

        @Override
        public Evidence compare(String stored) {
            return evidence(asked, parse(stored));
        }

        @Override
        public Optional<String> objection(String stored) {
            return Objection.find(asked, parse(stored));
        }

        @Override
        public PhraseDifference differing(String stored) {
            ParsedPrompt other = parse(stored);
            return new PhraseDifference(Phrase.onlyOf(asked.phrases(), other.phrases()),
                    Phrase.onlyOf(other.phrases(), asked.phrases()));
        }
    }

    private ParsedPrompt parse(String prompt) {
        String read = prompt.substring(0, Math.min(prompt.length(), MOST_CHARACTERS));
        return prompts.get(read, text -> ParsedPrompt.of(tagger.tag(text), parser, words));
    }

    private static Evidence evidence(ParsedPrompt asked, ParsedPrompt stored) {
        Map<String, Double> values = new HashMap<>();
        DependencyComparison.count(asked, stored, values);
        put(values, EnglishFeature.EXTRA_NOUN, extra(asked, stored, PartOfSpeech.NOUN));
        put(values, EnglishFeature.EXTRA_ADJECTIVE, extra(asked, stored, PartOfSpeech.ADJECTIVE));
        put(values, EnglishFeature.EXTRA_VERB, extra(asked, stored, PartOfSpeech.VERB));
        put(values, EnglishFeature.ORDER, order(asked.content(), stored.content()));
        put(values, EnglishFeature.APART, DependencyComparison.apart(asked, stored));
        put(values, EnglishFeature.REPEATED, repeated(asked, stored));
        put(values, EnglishFeature.SAME_STRUCTURE, asked.hasStructureOf(stored) ? 1 : 0);
        put(values, EnglishFeature.ASKED_WORDS, asked.size());
        put(values, EnglishFeature.STORED_WORDS, stored.size());
        return new Evidence(values);
    }

    private static void put(Map<String, Double> values, EnglishFeature feature, double value) {
        values.put(feature.feature().name(), value);
    }

    private static int repeated(ParsedPrompt asked, ParsedPrompt stored) {
        return asked.structure().repeated().size() + stored.structure().repeated().size();
    }

    /** Words of a class that only the stored prompt has, but for those that only say that something is there. */
    private static int extra(ParsedPrompt asked, ParsedPrompt stored, PartOfSpeech part) {
        return Math.toIntExact(stored.meanings()
                .lemmas()
                .entrySet()
                .stream()
                .filter(word -> word.getValue().part() == part && !asked.says(word.getKey())
                        && !LightVerbs.contains(word.getKey()))
                .count());
    }

    /** Share of pairs of common words whose order differs (Kendall's distance). */
    private static double order(List<String> asked, List<String> stored) {
        int[] places = new LinkedHashSet<>(asked).stream()
                .mapToInt(stored::indexOf)
                .filter(place -> place >= 0)
                .toArray();
        int differing = 0;
        for (int i = 0; i < places.length; i++) {
            for (int j = i + 1; j < places.length; j++) {
                differing += places[i] > places[j] ? 1 : 0;
            }
        }
        int pairs = places.length * (places.length - 1) / 2;
        return pairs == 0 ? 0 : (double) differing / pairs;
    }
}
