package io.dreamcacher.filter;

import io.dreamcacher.failure.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How names and numbers of a filter are spelled. */
final class FilterWords {
    private static final Set<String> RESERVED = Set.of("and", "or", "not", "in", "is", "contains", "missing", "present",
            "true", "false");
    /** Letters that a name may be wrong in. */
    private static final int FARTHEST = 2;
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");

    private FilterWords() {}

    static boolean isReserved(String word) {
        return RESERVED.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** A name as a filter has it. */
    static String name(String field) {
        return PLAIN.matcher(field).matches() && !isReserved(field) ? field : "`" + field.replace("`", "``") + "`";
    }

    /** The name that was meant, if one is like it. */
    static Optional<String> nearest(String field, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(field, name) <= FARTHEST)
                .min(Comparator.comparingInt(name -> distance(field, name)));
    }

    private static int distance(String field, String name) {
        return EditDistance.between(field.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }
}
