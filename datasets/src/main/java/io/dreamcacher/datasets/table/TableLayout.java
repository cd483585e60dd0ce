package io.dreamcacher.datasets.table;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.filter.Filter;
import java.util.Optional;

/**
 * What is known beforehand of a table of prompts.
 *
 * @param column name of the column with the prompts, whatever its case; empty for {@code prompt}, or the only one
 * @param separator the character between two fields; empty to find out from the header
 * @param filter what a row must be; others are counted and passed over
 */
public record TableLayout(Optional<String> column, Optional<Character> separator, Optional<Filter> filter) {

    /** Nothing is known. */
    public static final TableLayout UNKNOWN = new TableLayout(Optional.empty(), Optional.empty());

    /** Without a filter. */
    public TableLayout(Optional<String> column, Optional<Character> separator) {
        this(column, separator, Optional.empty());
    }

    /** Refuses separators that would be a part of fields or end a line. */
    public TableLayout {
        separator.filter(c -> c == '"' || c == '\r' || c == '\n' || c == 0 || c == '\ufeff'
                || Character.isLetterOrDigit(c) || Character.isSurrogate(c)).ifPresent(c -> {
                    throw notASeparator(String.valueOf(c));
                });
    }

    /**
     * A separator as people write it: the character itself, or {@code tab}, {@code comma}, {@code semicolon}.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} for anything else
     */
    public static char separator(String text) {
        return switch (text) {
            case "tab", "\\t" -> '\t';
            case "comma" -> ',';
            case "semicolon" -> ';';
            default -> {
                if (text.length() != 1) {
                    throw notASeparator(text);
                }
                yield text.charAt(0);
            }
        };
    }

    private static DreamCacherException notASeparator(String text) {
        return DreamCacherException.badRequest(
                "A separator is one character between two fields, such as ',' ';' '|' or tab, but \"%s\" was given; choose one that no field is made of."
                        .formatted(text.replace("\n", "\\n").replace("\r", "\\r").replace("\0", "\\0")));
    }

    /** How messages write a separator. */
    static String said(char separator) {
        return separator == '\t' ? "tab" : "'" + separator + "'";
    }
}
