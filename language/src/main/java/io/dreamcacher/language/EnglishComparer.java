package io.dreamcacher.language;

import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.PromptComparer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Compares English prompts by their words and by who does what to whom. Prompts that were read lately are kept, so that a
 * stored one is read once. Thread-safe.
 */
public final class EnglishComparer implements PromptComparer {
    private static final int MOST_PROMPTS = 4096;

    /** Longer prompts are read up to here: no model reads more of them. */
    private static final int MOST_CHARACTERS = 2000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Bounded<ParsedPrompt> prompts = new Bounded<>(MOST_PROMPTS);
    private final WordNet words;
    private final Tagger tagger;

    private EnglishComparer(WordNet words) {
        this.words = words;
        this.tagger = new Tagger(words);
    }

    /** Opens tagger and dictionary, which takes about a second. */
    public static EnglishComparer open() {
        return new EnglishComparer(WordNet.open());
    }

    @Override
    public List<Feature> features() {
        return Arrays.stream(EnglishFeature.values()).map(EnglishFeature::feature).toList();
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
        public PhraseDifference differing(String stored) {
            ParsedPrompt other = parse(stored);
            return new PhraseDifference(Phrase.onlyOf(asked.phrases(), other.phrases()),
                    Phrase.onlyOf(other.phrases(), asked.phrases()));
        }
    }

    private ParsedPrompt parse(String prompt) {
        String read = prompt.substring(0, Math.min(prompt.length(), MOST_CHARACTERS));
        lock.lock();
        try {
            return prompts.get(read, () -> ParsedPrompt.of(tagger.tag(read)));
        } finally {
            lock.unlock();
        }
    }

    private Evidence evidence(ParsedPrompt asked, ParsedPrompt stored) {
        Map<EnglishFeature, Double> values = new HashMap<>();
        for (EnglishFeature feature : EnglishFeature.values()) {
            values.put(feature, 0.0);
        }
        WordComparison.counts(words, asked, stored).forEach((feature, count) -> values.put(feature, (double) count));
        DependencyComparison.counts(asked, stored).forEach((feature, count) -> values.put(feature, (double) count));
        double order = order(asked.content(), stored.content());
        values.put(EnglishFeature.SAME_WORDS, sameWords(asked, stored) ? 1.0 : 0.0);
        values.put(EnglishFeature.ORDER, order);
        boolean unmatched = sum(values, EnglishFeature.MISSING_NOUN, EnglishFeature.EXTRA_NOUN) > 0;
        values.put(EnglishFeature.MOVED, order > 0 && unmatched ? 1.0 : 0.0);
        values.put(EnglishFeature.ASKED_WORDS, (double) asked.size());
        values.put(EnglishFeature.STORED_WORDS, (double) stored.size());
        Map<String, Double> named = new HashMap<>();
        values.forEach((feature, value) -> named.put(feature.feature().name(), value));
        return new Evidence(named);
    }

    private static double sum(Map<EnglishFeature, Double> values, EnglishFeature... features) {
        return Arrays.stream(features).mapToDouble(feature -> values.getOrDefault(feature, 0.0)).sum();
    }

    private static boolean sameWords(ParsedPrompt asked, ParsedPrompt stored) {
        List<String> one = new ArrayList<>(asked.content());
        List<String> other = new ArrayList<>(stored.content());
        Collections.sort(one);
        Collections.sort(other);
        return one.equals(other);
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
