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

    /** Longest first; a dot stands for any one word. */
    private static final Map<String, List<List<String>>> SEVERAL_WORDS = Map.of(
            "front", List.of(List.of("in", "front", "of"), List.of("in", "the", "front", "of")),
            "on", List.of(List.of("on", "top", "of"), List.of("on", "to")),
            "near",
            List.of(List.of("on", ".", "side", "of"), List.of("to", ".", "side", "of"),
                    List.of("by", ".", "side", "of"),
                    List.of("next", "to"), List.of("close", "to"), List.of("adjacent", "to")),
            "in",
            List.of(List.of("in", ".", "middle", "of"), List.of("in", ".", "center", "of"), List.of("inside", "of")),
            "with", List.of(List.of("along", "with"), List.of("together", "with")));

    private static final Map<String, String> ONE_WORD = Map.ofEntries(Map.entry("inside", "in"),
            Map.entry("within", "in"),
            Map.entry("into", "in"), Map.entry("in", "in"), Map.entry("near", "near"), Map.entry("beside", "near"),
            Map.entry("alongside", "near"), Map.entry("besides", "near"), Map.entry("above", "above"),
            Map.entry("over", "above"),
            Map.entry("below", "below"), Map.entry("under", "below"), Map.entry("beneath", "below"),
            Map.entry("underneath", "below"), Map.entry("behind", "behind"), Map.entry("upon", "on"),
            Map.entry("atop", "on"),
            Map.entry("onto", "on"), Map.entry("on", "on"));

    /** The preposition that begins at a place, if one does. */
    static Optional<Preposition> at(List<TaggedWord> words, int place) {
        for (Map.Entry<String, List<List<String>>> name : SEVERAL_WORDS.entrySet()) {
            for (List<String> pattern : name.getValue()) {
                if (matches(words, place, pattern)) {
                    return Optional.of(named(name.getKey(), place + pattern.size() - 1));
                }
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

    private static Preposition named(String name, int last) {
        return switch (name) {
            case "behind" -> new Preposition("front", last, Direction.BACKWARD);
            case "below" -> new Preposition("above", last, Direction.BACKWARD);
            case "near" -> new Preposition("near", last, Direction.BOTH);
            default -> new Preposition(name, last, Direction.FORWARD);
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
