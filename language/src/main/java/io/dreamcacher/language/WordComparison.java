package io.dreamcacher.language;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Which words of an asked prompt a stored prompt says, in which form. */
final class WordComparison {
    private final ParsedPrompt asked;
    private final ParsedPrompt stored;
    private final Map<EnglishFeature, Integer> counts = new EnumMap<>(EnglishFeature.class);

    private WordComparison(ParsedPrompt asked, ParsedPrompt stored) {
        this.asked = asked;
        this.stored = stored;
    }

    static Map<EnglishFeature, Integer> counts(ParsedPrompt asked, ParsedPrompt stored) {
        WordComparison comparison = new WordComparison(asked, stored);
        asked.lemmas().forEach(comparison::look);
        stored.lemmas().forEach(comparison::extra);
        return comparison.counts;
    }

    private void look(String lemma, ParsedPrompt.Meaning meaning) {
        PartOfSpeech part = meaning.part();
        if (!part.isContent() || part == PartOfSpeech.NUMBER || stored.says(lemma)) {
            return; // numbers are the guard's
        }
        switch (nearest(meaning)) {
            case SYNONYM -> count(part, EnglishFeature.SYNONYM_NOUN, EnglishFeature.SYNONYM_VERB,
                    EnglishFeature.SYNONYM_ADJECTIVE);
            case NARROWER -> count(part, EnglishFeature.NARROWER_NOUN, EnglishFeature.NARROWER_VERB,
                    EnglishFeature.MISSING_ADJECTIVE);
            case BROADER -> count(part, EnglishFeature.BROADER_NOUN, EnglishFeature.BROADER_VERB,
                    EnglishFeature.MISSING_ADJECTIVE);
            case NONE -> missing(lemma, part);
        }
    }

    private void missing(String lemma, PartOfSpeech part) {
        if (LightVerbs.contains(lemma)) {
            add(EnglishFeature.MISSING_LIGHT_VERB);
        } else if (part == PartOfSpeech.ADVERB) {
            add(EnglishFeature.MISSING_ADVERB);
        } else {
            count(part, EnglishFeature.MISSING_NOUN, EnglishFeature.MISSING_VERB, EnglishFeature.MISSING_ADJECTIVE);
        }
    }

    private void extra(String lemma, ParsedPrompt.Meaning meaning) {
        PartOfSpeech part = meaning.part();
        if (!part.isContent() || asked.says(lemma) || LightVerbs.contains(lemma)) {
            return;
        }
        if (part == PartOfSpeech.NUMBER) {
            add(EnglishFeature.EXTRA_NUMBER);
        } else if (part != PartOfSpeech.ADVERB) {
            count(part, EnglishFeature.EXTRA_NOUN, EnglishFeature.EXTRA_VERB, EnglishFeature.EXTRA_ADJECTIVE);
        }
    }

    private void count(PartOfSpeech part, EnglishFeature noun, EnglishFeature verb, EnglishFeature other) {
        add(part == PartOfSpeech.NOUN ? noun : part == PartOfSpeech.VERB ? verb : other);
    }

    private void add(EnglishFeature feature) {
        counts.merge(feature, 1, Integer::sum);
    }

    /** How near a word of the stored prompt comes, nearest first. */
    private enum Nearness {
        SYNONYM, NARROWER, BROADER, NONE
    }

    private Nearness nearest(ParsedPrompt.Meaning wanted) {
        Nearness best = Nearness.NONE;
        if (wanted.part() == PartOfSpeech.ADVERB || wanted.meanings().isEmpty()) {
            return best;
        }
        for (ParsedPrompt.Meaning other : stored.lemmas().values()) {
            if (other.part() == wanted.part()) {
                Nearness found = nearness(wanted, other);
                best = found.compareTo(best) < 0 ? found : best;
            }
        }
        return best;
    }

    private static Nearness nearness(ParsedPrompt.Meaning wanted, ParsedPrompt.Meaning other) {
        if (!Collections.disjoint(wanted.meanings(), other.meanings())) {
            return Nearness.SYNONYM;
        }
        if (!Collections.disjoint(wanted.meanings(), other.kinds())) {
            return Nearness.NARROWER;
        }
        return Collections.disjoint(other.meanings(), wanted.kinds()) ? Nearness.NONE : Nearness.BROADER;
    }
}
