package io.dreamcacher.gate;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a prompt says in figures and no word stands for: hexadecimal colours, percentages, times of the clock, large numbers.
 * Small ones are counts, which {@link CountReader} reads; those with units ("8k", "35mm") and broken ones ("f/1.2") say how, not what.
 */
final class Literals {
    private static final Pattern LITERAL = Pattern.compile("(?<![\\p{L}\\p{N}#])(?:(?<hex>#\\p{XDigit}{3,8})(?!\\p{L})"
            + "|(?<clock>\\d{1,2}(?:[:.]\\d{2})?)\\s?(?<half>[ap])\\.?m(?!\\p{L})"
            + "|(?<time>\\d{1,2}:\\d{2})(?!\\d)"
            + "|(?<number>\\d+(?:[.,]\\d+)*)(?<unit>\\s?%|[\\p{L}/]*))");
    private static final Pattern THOUSANDS = Pattern.compile(",(?=\\d{3}(?!\\d))");
    private static final int LARGE = 3;

    private Literals() {}

    /** All of them, each in one spelling. */
    static Set<String> read(String prompt) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = LITERAL.matcher(prompt.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            if (matcher.group("hex") != null) {
                found.add(matcher.group("hex"));
            } else if (matcher.group("clock") != null) {
                found.add(matcher.group("clock").replace('.', ':').replace(":00", "") + " " + matcher.group("half")
                        + "m");
            } else if (matcher.group("time") != null) {
                found.add(matcher.group("time"));
            } else {
                number(matcher, found);
            }
        }
        return found;
    }

    private static void number(Matcher matcher, Set<String> found) {
        String number = THOUSANDS.matcher(matcher.group("number")).replaceAll("");
        String unit = matcher.group("unit").strip();
        boolean large = unit.isEmpty() && number.length() >= LARGE && number.chars().allMatch(Character::isDigit);
        if (large || unit.equals("%")) {
            found.add(number + unit);
        }
    }
}
