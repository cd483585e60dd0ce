package io.dreamcacher.language;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A preposition of one or more words. Those that say the same have one name; of two that say the opposite, one is told the
 * other way round: what is behind a thing has the thing in front of it.
 *
 * @param name what it says
 * @param last place of its last word
 * @param direction which of the two things it is said of
 */
record Preposition(String name, int last, Direction direction) {
    /** How the two things stand to the name. */
    enum Direction {
        /** As written. */
        FORWARD,
        /** With the two things exchanged. */
        BACKWARD,
        /** Either way. */
        BOTH
    }

    private record Phrase(String name, List<String> words) {
        static Phrase of(String name, String words) {
            return new Phrase(name, List.of(words.split(" ")));
        }
    }

    /** The first that fits counts; a dot stands for any one word. */
    private static final List<Phrase> SEVERAL_WORDS = List.of(
            Phrase.of("left", "to the left side of"), Phrase.of("right", "to the right side of"),
            Phrase.of("left", "on the left side of"), Phrase.of("right", "on the right side of"),
            Phrase.of("left", "to the left of"), Phrase.of("right", "to the right of"),
            Phrase.of("left", "on the left of"), Phrase.of("right", "on the right of"),
            Phrase.of("left", "left of"), Phrase.of("right", "right of"),
            Phrase.of("front", "in the front of"), Phrase.of("front", "in front of"), Phrase.of("front", "ahead of"),
            Phrase.of("behind", "in the back of"), Phrase.of("behind", "in back of"),
            Phrase.of("on", "on the top of"), Phrase.of("on", "on top of"), Phrase.of("on", "on to"),
            Phrase.of("near", "on . side of"), Phrase.of("near", "to . side of"), Phrase.of("near", "by . side of"),
            Phrase.of("near", "at . edge of"), Phrase.of("near", "next to"), Phrase.of("near", "close to"),
            Phrase.of("near", "adjacent to"),
            Phrase.of("in", "in . middle of"), Phrase.of("in", "in . center of"), Phrase.of("in", "in . centre of"),
            Phrase.of("in", "inside of"),
            Phrase.of("with", "along with"), Phrase.of("with", "together with"));

    private static final Map<String, String> ONE_WORD = Map.ofEntries(Map.entry("inside", "in"),
            Map.entry("within", "in"), Map.entry("into", "in"), Map.entry("in", "in"), Map.entry("near", "near"),
            Map.entry("beside", "near"), Map.entry("alongside", "near"), Map.entry("besides", "near"),
            Map.entry("by", "near"), Map.entry("above", "above"), Map.entry("over", "above"),
            Map.entry("below", "below"), Map.entry("under", "below"), Map.entry("beneath", "below"),
            Map.entry("underneath", "below"), Map.entry("behind", "behind"), Map.entry("upon", "on"),
            Map.entry("atop", "on"), Map.entry("onto", "on"), Map.entry("on", "on"));

    /** The preposition that begins at a place, if one does. */
    static Optional<Preposition> at(List<TaggedWord> words, int place) {
        for (Phrase phrase : SEVERAL_WORDS) {
            if (matches(words, place, phrase.words())) {
                return Optional.of(named(phrase.name(), place + phrase.words().size() - 1));
            }
        }
        TaggedWord word = words.get(place);
        if (ONE_WORD.containsKey(word.text())) {
            return Optional.of(named(ONE_WORD.get(word.text()), place));
        }
        boolean infinitive = word.text().equals("to")
                && (place + 1 == words.size() || words.get(place + 1).is(PartOfSpeech.VERB));
        return word.is(PartOfSpeech.PREPOSITION) || (word.text().equals("to") && !infinitive)
                ? Optional.of(named(word.text(), place))
                : Optional.empty();
    }

    /** Whether a name says of two things what it says of them exchanged. */
    static boolean isMutual(String name) {
        return name.equals("near") || name.equals("with");
    }

    private static Preposition named(String name, int last) {
        return switch (name) {
            case "behind" -> new Preposition("front", last, Direction.BACKWARD);
            case "below" -> new Preposition("above", last, Direction.BACKWARD);
            case "right" -> new Preposition("left", last, Direction.BACKWARD);
            default -> new Preposition(name, last, isMutual(name) ? Direction.BOTH : Direction.FORWARD);
        };
    }

    private static boolean matches(List<TaggedWord> words, int place, List<String> pattern) {
        if (place + pattern.size() > words.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            if (!pattern.get(i).equals(".") && !pattern.get(i).equals(words.get(place + i).text())) {
                return false;
            }
        }
        return true;
    }
}
