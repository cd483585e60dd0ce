package io.dreamcacher.datasets;

import io.dreamcacher.failure.DreamCacherException;
import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The prompts in one column of a TSV file. Published ones (PartiPrompts is one) follow IANA's
 * {@code text/tab-separated-values}, which knows no quoting: a prompt may begin with a quoted word. Spreadsheets quote
 * fields anyway, so a field that is one well-formed quoted field from end to end loses its quotes.
 */
final class TsvPrompts implements Iterator<NumberedLines.Line> {
    private final NumberedLines lines;
    private final TableHeader header;

    TsvPrompts(Path file, BufferedReader reader, Optional<String> column) {
        lines = new NumberedLines(reader);
        if (!hasHeader(file)) {
            throw PromptSource.withoutHeader(file);
        }
        this.header = TableHeader.of(file, '\t', fields(lines.next().text()), column);
    }

    private boolean hasHeader(Path file) {
        try {
            return lines.hasNext();
        } catch (UncheckedIOException e) {
            throw PromptSource.unreadable(file, e);
        }
    }

    @Override
    public boolean hasNext() {
        return lines.hasNext();
    }

    @Override
    public NumberedLines.Line next() {
        NumberedLines.Line line = lines.next();
        List<String> fields = fields(line.text());
        String prompt = header.prompt(line.number(), fields);
        if (isOpen(prompt)) {
            throw DreamCacherException.badRequest(
                    "A field that is quoted must begin and end in one line of a .tsv, but in line %,d of %s a quote at the beginning of a prompt is never closed. Put the prompt in one line, or name the file .csv and separate its fields by tabs."
                            .formatted(line.number(), header.file()));
        }
        return line.withText(prompt);
    }

    /** Whether a spreadsheet broke the field over lines: the quote it begins with has no partner. */
    private static boolean isOpen(String field) {
        return field.startsWith("\"") && field.chars().filter(c -> c == '"').count() == 1;
    }

    TableHeader header() {
        return header;
    }

    private static List<String> fields(String line) {
        return List.of(line.split("\t", -1)).stream().map(TsvPrompts::unquoted).toList();
    }

    private static String unquoted(String field) {
        if (field.length() < 2 || !field.startsWith("\"") || !field.endsWith("\"")) {
            return field;
        }
        String inside = field.substring(1, field.length() - 1);
        boolean wellFormed = inside.replace("\"\"", "").indexOf('"') < 0;
        return wellFormed ? inside.replace("\"\"", "\"") : field;
    }
}
