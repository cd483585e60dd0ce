package io.dreamcacher.cli.commands;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that results are near to, or far from: words or a picture file, as {@link Subject} tells them apart, and a weight.
 *
 * @param subject words or a picture
 * @param weight as it was given; 1 if it was not
 */
record SearchTerm(Subject subject, double weight) {
    private static final Pattern WEIGHTED = Pattern.compile("(?s)(.+)\\^(\\d+(?:\\.\\d+)?|\\.\\d+)");

    /** Reads {@code snow}, {@code beach.png} or {@code snow^0.5}. */
    static SearchTerm of(String given) {
        Matcher weighted = WEIGHTED.matcher(given);
        return weighted.matches()
                ? new SearchTerm(Subject.of(weighted.group(1)), Double.parseDouble(weighted.group(2)))
                : new SearchTerm(Subject.of(given), 1);
    }
}
