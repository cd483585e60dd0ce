package io.dreamcacher.datasets.table;

import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The first line of a table: it names the columns, and every row must have as many fields. A row with more or fewer was
 * cut somewhere else than its writer meant.
 */
final class TableHeader {
    private static final List<Character> USUAL = List.of(',', ';', '\t', '|');

    private final Path file;
    private final char separator;
    private final List<String> columns;
    private final boolean knowsQuotes;
    private final Map<String, Integer> indexes = new HashMap<>();

    /**
     * A header.
     *
     * @param separator of the fields
     * @param fields names, space around them allowed
     * @param knowsQuotes whether a field may go over several lines
     */
    TableHeader(Path file, char separator, List<String> fields, boolean knowsQuotes) {
        this.file = file;
        this.separator = separator;
        this.columns = fields.stream().map(String::strip).toList();
        this.knowsQuotes = knowsQuotes;
        for (int i = 0; i < columns.size(); i++) {
            indexes.putIfAbsent(columns.get(i).toLowerCase(Locale.ROOT), i);
        }
        columns.forEach(column -> indexes.put(column, indexes.getOrDefault(column.toLowerCase(Locale.ROOT), 0)));
    }

    List<String> columns() {
        return columns;
    }

    char separator() {
        return separator;
    }

    /** Where the first column of this name is, whatever its case; −1 if there is none. */
    int index(String column) {
        Integer exact = indexes.get(column);
        return exact != null ? exact : indexes.getOrDefault(column.toLowerCase(Locale.ROOT), -1);
    }

    static DreamCacherException missing(Path file) {
        return DreamCacherException.badRequest(
                "A table begins with a line that names its columns, but %s is empty; add one.".formatted(file));
    }

    /**
     * The separator that a header shows: the usual one of the file's kind, unless only another makes a column of the
     * wanted name, or the usual one is not in the line at all.
     *
     * @param line the first of the file
     */
    static char separator(String line, char usual, String wanted) {
        List<Character> candidates = USUAL.stream()
                .filter(c -> c == usual || outsideQuotes(line).indexOf(c) >= 0)
                .sorted((a, b) -> Boolean.compare(b == usual, a == usual))
                .toList();
        return candidates.stream()
                .filter(c -> names(line, c).anyMatch(wanted::equalsIgnoreCase))
                .findFirst()
                .or(() -> candidates.stream().filter(c -> outsideQuotes(line).indexOf(c) >= 0).findFirst())
                .orElse(usual);
    }

    private static Stream<String> names(String line, char separator) {
        return Arrays.stream(line.split(Pattern.quote(String.valueOf(separator)), -1))
                .map(name -> name.strip().replaceAll("^\"|\"$", "").strip());
    }

    private static String outsideQuotes(String line) {
        return line.replaceAll("\"[^\"]*\"", "");
    }

    /** What is wrong with a row of another number of fields. */
    String countFault(long line, int fields) {
        return "Every row must have as many fields as the header, but line %,d of %s has %s and the header names %s, with %s between fields. Put a prompt that contains the separator, or a line break, in double quotes, and write a quote inside as \"\"%s."
                .formatted(line, file, counted(fields, "field"), counted(columns.size(), "column"),
                        TableLayout.said(separator), remedy());
    }

    private static String counted(int count, String noun) {
        return "%,d %s%s".formatted(count, noun, count == 1 ? "" : "s");
    }

    private String remedy() {
        return columns.size() == 1
                ? "; or name the file .txt, where each line is a prompt"
                : "; or name another separator with --separator";
    }

    /** What is wrong with a field: where quotes have no meaning, a spreadsheet broke it over lines if its quote has no partner. */
    Optional<String> fault(long line, String field) {
        boolean isOpen = !knowsQuotes && field.startsWith("\"") && field.chars().filter(c -> c == '"').count() == 1;
        return isOpen
                ? Optional.of(
                        "A field that is quoted must begin and end in one line of a .tsv, but in line %,d of %s a quote at the beginning of a prompt is never closed. Put the prompt in one line, or name the file .csv and separate its fields by tabs."
                                .formatted(line, file))
                : Optional.empty();
    }
}
