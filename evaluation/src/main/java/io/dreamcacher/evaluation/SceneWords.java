package io.dreamcacher.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words by which prompts with scenes say the values of attributes, by grammatical form, and where a prompt says one.
 *
 * @param lines all there are
 */
record SceneWords(List<Line> lines) {
    /** Keeps a copy. */
    SceneWords {
        lines = List.copyOf(lines);
    }

    /**
     * Phrases that say the same.
     *
     * @param attribute of a scene; what says "colour" also says "colour2"
     * @param form what a phrase may be exchanged for in a sentence
     * @param value of the attribute
     */
    record Line(String attribute, String form, String value, List<String> phrases) {}

    /**
     * Where a prompt says a value, once and in one way.
     *
     * @param line of the phrase
     * @param phrase as it is listed
     * @param start index of its first character
     */
    record Place(Line line, String phrase, int start) {
        /** The prompt with other words there. */
        String replaced(String prompt, String words) {
            return prompt.substring(0, start) + words + prompt.substring(start + phrase.length());
        }
    }

    /** Those of the bundled model's prompts. */
    static SceneWords postcards() {
        return new SceneWords(PairRules.lines("scene-words.tsv").stream().map(SceneWords::line).toList());
    }

    private static Line line(String text) {
        String[] cells = text.split("\t", -1);
        return new Line(cells[0], cells[1], cells[2], List.of(cells[3].split("\\|", -1)));
    }

    /** All lines of an attribute. */
    List<Line> of(String attribute) {
        return lines.stream().filter(line -> line.attribute().equals(kind(attribute))).toList();
    }

    /** Lines of the same attribute and form. */
    List<Line> beside(Line line) {
        return lines.stream()
                .filter(other -> other.attribute().equals(line.attribute()) && other.form().equals(line.form()))
                .toList();
    }

    /** Where a prompt says this value; empty where it does not, or where more than one place might be meant. */
    Optional<Place> place(String prompt, String attribute, String value) {
        List<Place> found = new ArrayList<>();
        for (Line line : of(attribute)) {
            if (line.value().equals(value)) {
                line.phrases().forEach(phrase -> found.addAll(places(prompt, line, phrase)));
            }
        }
        Optional<Place> longest = found.stream().max(Comparator.comparingInt(place -> place.phrase().length()));
        return longest.filter(place -> found.stream().allMatch(other -> isWithin(other, place)));
    }

    private static List<Place> places(String prompt, Line line, String phrase) {
        Matcher matcher = Pattern
                .compile("(?<![\\w-])" + Pattern.quote(phrase) + "(?![\\w-])", Pattern.CASE_INSENSITIVE)
                .matcher(prompt);
        return matcher.results().map(at -> new Place(line, phrase, at.start())).toList();
    }

    private static boolean isWithin(Place inner, Place outer) {
        return inner.start() >= outer.start()
                && inner.start() + inner.phrase().length() <= outer.start() + outer.phrase().length();
    }

    private static String kind(String attribute) {
        return attribute.endsWith("2") ? attribute.substring(0, attribute.length() - 1) : attribute;
    }
}
