package io.dreamcacher.language;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads who does what to whom, and what is bound to which thing, off the order of words: a shallow parser for captions, which
 * are short and plain. It reads wrongly often enough that nothing but a calibration may weigh what it finds.
 */
final class DependencyReader {
    private static final Set<String> BE = Set.of("be", "is", "are", "was", "were", "been", "being", "get", "gets",
            "got");
    private static final Set<String> CHAINS = Set.of("while", "and", ",", "or", "then");
    private static final int PASSIVE_REACH = 2;
    private static final int OBJECT_REACH = 6;
    private static final int AGENT_REACH = 5;
    private static final int PREPOSITION_REACH = 7;
    private static final int PREDICATE_REACH = 3;

    private final List<TaggedWord> words;
    private final NounPhrases nouns;
    private final List<Optional<Preposition>> prepositions = new ArrayList<>();
    private final Set<Dependency> found = new LinkedHashSet<>();

    private DependencyReader(List<TaggedWord> words) {
        this.words = words;
        this.nouns = new NounPhrases(words);
    }

    /** All that were found, in the order of the prompt. */
    static Set<Dependency> read(List<TaggedWord> words) {
        DependencyReader reader = new DependencyReader(words);
        reader.findPrepositions();
        reader.findAll();
        return reader.found;
    }

    private void findPrepositions() {
        int last = -1;
        for (int place = 0; place < words.size(); place++) {
            Optional<Preposition> here = place > last ? Preposition.at(words, place) : Optional.empty();
            prepositions.add(here);
            if (here.isPresent()) {
                last = here.get().last();
                nouns.remove(place, last);
            }
        }
    }

    private void findAll() {
        for (int place = 0; place < words.size(); place++) {
            if (prepositions.get(place).isPresent()) {
                place(place, prepositions.get(place).get());
            } else if (nouns.contains(place)) {
                binding(place);
            } else if (words.get(place).is(PartOfSpeech.VERB)) {
                roles(place);
            } else if (isBe(place)) {
                predicate(place);
            }
        }
    }

    private void binding(int place) {
        int head = nouns.headOf(place);
        if (head != place && !words.get(place).is(PartOfSpeech.CONJUNCTION)) {
            found.add(Dependency.binding(lemma(head), lemma(place)));
        }
    }

    private void place(int place, Preposition preposition) {
        OptionalInt dependent = nounAfter(preposition.last(), PREPOSITION_REACH);
        int governor = governor(place);
        if (dependent.isEmpty()) {
            return;
        }
        int noun = dependent.getAsInt();
        if (governor < 0) {
            governor = headAfter(noun);
        }
        if (governor < 0 || governor == noun) {
            return;
        }
        boolean event = isEvent(governor);
        if (event && preposition.name().equals("by")) {
            return; // the agent of a passive
        }
        if (event) {
            if (!LightVerbs.contains(lemma(governor))) {
                found.add(Dependency.place(lemma(governor), preposition.name(), lemma(noun)));
            }
            int subject = subject(governor);
            if (subject >= 0 && subject != noun) {
                place(lemma(subject), preposition, lemma(noun));
            }
        } else if (preposition.name().equals("of")) {
            found.add(Dependency.binding(lemma(governor), lemma(noun)));
        } else {
            place(lemma(governor), preposition, lemma(noun));
        }
    }

    private void place(String head, Preposition preposition, String noun) {
        if (preposition.direction() != Preposition.Direction.BACKWARD) {
            found.add(Dependency.place(head, preposition.name(), noun));
        }
        if (preposition.direction() != Preposition.Direction.FORWARD) {
            found.add(Dependency.place(noun, preposition.name(), head));
        }
    }

    private void roles(int verb) {
        String event = lemma(verb);
        int subject = subject(verb);
        OptionalInt agent = agentAfter(verb);
        if (isPassive(verb) || isReducedPassive(verb)) {
            if (subject >= 0) {
                found.add(Dependency.patient(event, lemma(subject)));
            }
            agent.ifPresent(noun -> found.add(Dependency.agent(event, lemma(noun))));
            return;
        }
        if (subject >= 0) {
            found.add(Dependency.agent(event, lemma(subject)));
        }
        nounAfter(verb, OBJECT_REACH).ifPresent(noun -> found.add(Dependency.patient(event, lemma(noun))));
    }

    private void predicate(int be) {
        int subject = subject(be);
        for (int place = be + 1; subject >= 0 && place < Math.min(words.size(), be + 1 + PREDICATE_REACH); place++) {
            if (words.get(place).is(PartOfSpeech.ADJECTIVE) && !nouns.contains(place)) {
                found.add(Dependency.binding(lemma(subject), lemma(place)));
            }
            if (nouns.contains(place) || isEvent(place) || prepositions.get(place).isPresent()) {
                return;
            }
        }
    }

    /** Nearest noun or verb before a preposition in its sentence; −1 if there is none. */
    private int governor(int preposition) {
        for (int place = preposition - 1; place >= 0 && !words.get(place).endsSentence(); place--) {
            if (nouns.isHead(place) || isEvent(place)) {
                return place;
            }
        }
        return -1;
    }

    private int headAfter(int noun) {
        for (int place = noun + 1; place < words.size(); place++) {
            if (nouns.isHead(place)) {
                return place;
            }
        }
        return -1;
    }

    /** The noun whose phrase begins soon after a place, with no verb, preposition or punctuation between. */
    private OptionalInt nounAfter(int place, int reach) {
        for (int next = place + 1; next < Math.min(words.size(), place + 1 + reach); next++) {
            if (nouns.contains(next)) {
                return OptionalInt.of(nouns.headOf(next));
            }
            if (isEvent(next) || words.get(next).is(PartOfSpeech.PUNCTUATION) || prepositions.get(next).isPresent()) {
                break;
            }
        }
        return OptionalInt.empty();
    }

    private OptionalInt agentAfter(int verb) {
        for (int place = verb + 1; place < Math.min(words.size(), verb + 1 + AGENT_REACH); place++) {
            if (words.get(place).text().equals("by")) {
                return nounAfter(place, OBJECT_REACH);
            }
        }
        return OptionalInt.empty();
    }

    /** The noun a verb is said of; −1 if there is none. A verb that goes on from another one shares its subject. */
    private int subject(int verb) {
        int before = verb - 1;
        while (before >= 0
                && (words.get(before).is(PartOfSpeech.ADVERB) || words.get(before).is(PartOfSpeech.AUXILIARY))) {
            before--;
        }
        if (before >= 0 && CHAINS.contains(words.get(before).text())) {
            for (int place = before - 1; place >= 0; place--) {
                if (isEvent(place)) {
                    return subject(place);
                }
            }
        }
        int governed = -1;
        for (int place = verb - 1; place >= 0; place--) {
            if (nouns.isHead(place)) {
                if (!isGoverned(place) || (place == verb - 1 && words.get(verb).text().endsWith("ing"))) {
                    return place;
                }
                governed = governed < 0 ? place : governed;
                place = nouns.beginning(place);
            } else if (governed >= 0 && CHAINS.contains(words.get(place).text())) {
                return governed;
            }
        }
        return governed >= 0 ? governed : headAfter(verb);
    }

    private boolean isGoverned(int noun) {
        int before = nouns.beginning(noun) - 1;
        return before >= 0 && (endsPreposition(before) || isEvent(before));
    }

    private boolean endsPreposition(int place) {
        return prepositions.stream().flatMap(Optional::stream).anyMatch(preposition -> preposition.last() == place);
    }

    private boolean isPassive(int verb) {
        TaggedWord word = words.get(verb);
        if (word.text().endsWith("ing") || word.text().equals(word.lemma())) {
            return false;
        }
        for (int place = Math.max(0, verb - PASSIVE_REACH); place < verb; place++) {
            if (isBe(place)) {
                return true;
            }
        }
        return false;
    }

    private boolean isReducedPassive(int verb) {
        return !words.get(verb).text().endsWith("ing") && verb + 1 < words.size()
                && words.get(verb + 1).text().equals("by");
    }

    private boolean isEvent(int place) {
        return words.get(place).is(PartOfSpeech.VERB) && !nouns.contains(place);
    }

    private boolean isBe(int place) {
        return BE.contains(words.get(place).text());
    }

    private String lemma(int place) {
        return words.get(place).lemma();
    }
}
