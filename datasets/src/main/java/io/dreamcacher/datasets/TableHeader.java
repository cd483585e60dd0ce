package io.dreamcacher.datasets;

import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The first line of a table: it names the columns, and every row must have as many fields. A row with more or fewer was
 * cut somewhere else than its writer meant, so nothing of the file is taken.
 *
 * @param file that the table is in
 * @param separator of its fields
 * @param columns in their order, without space around them
 * @param column the position of the one with the prompts, from 0
 */
record TableHeader(Path file, char separator, List<String> columns, int column) {

    private static final List<Character> USUAL = List.of(',', ';', '\t', '|');
    private static final String DEFAULT_COLUMN = PromptSource.DEFAULT_COLUMN;

    static TableHeader of(Path file, char separator, List<String> fields, Optional<String> named) {
        List<String> columns = fields.stream().map(String::strip).toList();
        return new TableHeader(file, separator, columns, column(file, columns, named));
    }

    private static int column(Path file, List<String> columns, Optional<String> named) {
        String wanted = named.orElse(DEFAULT_COLUMN).strip();
        List<Integer> found = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).equalsIgnoreCase(wanted))
                .boxed()
                .toList();
        if (found.size() > 1) {
            throw DreamCacherException.badRequest(
                    "One column must be called \"%s\", but %s has %d of that name; rename the others.".formatted(wanted,
                            file, found.size()));
        }
        if (found.isEmpty() && named.isEmpty() && columns.size() == 1) {
            return 0;
        }
        return found.stream()
                .findFirst()
                .orElseThrow(() -> DreamCacherException.badRequest(
                        "The prompts are expected in a column \"%s\", but %s has the columns %s; name one of these."
                                .formatted(wanted, file, columns)));
    }

    /**
     * The separator that a header shows: the usual one of the file's kind, unless only another makes a column of the
     * wanted name, or the usual one is not in the line at all.
     *
     * @param line the first of the file
     */
    static char separator(String line, char usual, Optional<String> named) {
        String wanted = named.orElse(DEFAULT_COLUMN).strip();
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

    /** The prompt of a row. */
    String prompt(long line, List<String> fields) {
        if (fields.size() != columns.size()) {
            throw DreamCacherException.badRequest(
                    "Every row must have as many fields as the header, but line %,d of %s has %s and the header names %s, with %s between fields. Put a prompt that contains the separator, or a line break, in double quotes, and write a quote inside as \"\"%s. Nothing was taken from the file."
                            .formatted(line, file, counted(fields.size(), "field"),
                                    counted(columns.size(), "column"), TableLayout.said(separator), remedy()));
        }
        return fields.get(column);
    }

    private static String counted(int count, String noun) {
        return "%,d %s%s".formatted(count, noun, count == 1 ? "" : "s");
    }

    private String remedy() {
        return columns.size() == 1
                ? "; or name the file .txt, where each line is a prompt"
                : "; or name another separator with --separator";
    }

    /** What was found out and should be said; empty if all is as usual. */
    Optional<String> note(char usual) {
        boolean isUsual = separator == usual && columns.get(column).equalsIgnoreCase(DEFAULT_COLUMN);
        return isUsual
                ? Optional.empty()
                : Optional.of("The prompts of %s are read from the column \"%s\", with %s between fields."
                        .formatted(file, columns.get(column), TableLayout.said(separator)));
    }
}
