package io.dreamcacher.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds relations: left and right as places in the image or of one thing to another, prepositions of place, and verbs
 * in -ing between two nouns.
 */
final class RelationReader {
    static final String SIDE = "side";

    private static final Set<String> BEFORE_SIDE = Set.of("the", "at", "on", "to", "from", "far", "bottom", "top",
            "upper", "lower", "facing", "looking", "pointing", "turned", "his", "her", "its", "their", "in", "towards");
    private static final Set<String> AFTER_SIDE = Set.of("side", "of", "hand", "corner", "half", "edge", "third");

    private static final Set<String> BEFORE_OBJECT = Set.of("of", "top", "a", "an", "the", "his", "her", "its");
    private static final Set<String> PRONOUNS = Set.of("it", "them", "him", "her", "me", "us", "you");

    /** Prepositions to the axis they lie on; the sign says whether the subject comes first on it. */
    private static final Map<String, Place> PLACES = Map.ofEntries(Map.entry("above", new Place("height", true)),
            Map.entry("over", new Place("height", true)), Map.entry("atop", new Place("height", true)),
            Map.entry("on", new Place("height", true)), Map.entry("upon", new Place("height", true)),
            Map.entry("below", new Place("height", false)), Map.entry("under", new Place("height", false)),
            Map.entry("beneath", new Place("height", false)), Map.entry("underneath", new Place("height", false)),
            Map.entry("front", new Place("depth", true)), Map.entry("behind", new Place("depth", false)),
            Map.entry("inside", new Place("containment", true)), Map.entry("within", new Place("containment", true)),
            Map.entry("outside", new Place("containment", false)));

    private record Place(String axis, boolean subjectFirst) {}

    private RelationReader() {}

    static List<Relation> read(List<Token> tokens) {
        List<Relation> relations = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            String word = tokens.get(i).word();
            if (word.equals("left") || word.equals("right")) {
                if (isSide(tokens, i)) {
                    relations.add(side(tokens, i));
                }
                continue;
            }
            Place place = PLACES.get(word);
            if (place != null) {
                addBetween(relations, tokens, i, place);
            } else if (word.endsWith("ing")) {
                addBetween(relations, tokens, i, new Place(word, true));
            }
        }
        return List.copyOf(relations);
    }

    private static boolean isSide(List<Token> tokens, int index) {
        boolean before = index > 0 && BEFORE_SIDE.contains(tokens.get(index - 1).word());
        boolean after = index + 1 < tokens.size() && AFTER_SIDE.contains(tokens.get(index + 1).word());
        return before || after;
    }

    private static Relation side(List<Token> tokens, int index) {
        String word = tokens.get(index).word();
        NounPhrase subject = NounPhrase.before(tokens, index);
        int of = index + 1;
        while (of < tokens.size() && AFTER_SIDE.contains(tokens.get(of).word())
                && !tokens.get(of).word().equals("of")) {
            of++;
        }
        NounPhrase object = of < tokens.size() && tokens.get(of).word().equals("of")
                ? object(tokens, of + 1)
                : new NounPhrase(List.of());
        return relation(word, new Place(SIDE, word.equals("left")), subject, object);
    }

    private static void addBetween(List<Relation> relations, List<Token> tokens, int index, Place place) {
        if (index + 1 >= tokens.size() || tokens.get(index).startsClause()) {
            return;
        }
        NounPhrase subject = NounPhrase.before(tokens, index);
        NounPhrase object = object(tokens, index + 1);
        if (!subject.isEmpty() && !object.isEmpty()) {
            relations.add(relation(tokens.get(index).word(), place, subject, object));
        }
    }

    private static NounPhrase object(List<Token> tokens, int index) {
        int i = index;
        while (isInClause(tokens, i) && BEFORE_OBJECT.contains(tokens.get(i).word())) {
            i++;
        }
        NounPhrase noun = isInClause(tokens, i) ? NounPhrase.after(tokens, i) : new NounPhrase(List.of());
        return noun.isEmpty() ? pronoun(tokens, index, i) : noun;
    }

    private static boolean isInClause(List<Token> tokens, int index) {
        return index < tokens.size() && !tokens.get(index).startsClause();
    }

    /** "On it" and "under it" place something, whatever it is; "her" may stand alone. */
    private static NounPhrase pronoun(List<Token> tokens, int first, int last) {
        for (int i = first; i <= last && isInClause(tokens, i); i++) {
            if (PRONOUNS.contains(tokens.get(i).word())) {
                return new NounPhrase(List.of(tokens.get(i).word()));
            }
        }
        return new NounPhrase(List.of());
    }

    private static Relation relation(String word, Place place, NounPhrase subject, NounPhrase object) {
        return place.subjectFirst()
                ? new Relation(word, place.axis(), subject, object, false)
                : new Relation(word, place.axis(), object, subject, true);
    }
}
