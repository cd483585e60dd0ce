package io.dreamcacher.datasets;

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
    private final int column;

    TsvPrompts(Path file, BufferedReader reader, Optional<String> column) {
        lines = new NumberedLines(reader);
        if (!hasHeader(file)) {
            throw PromptSource.withoutHeader(file);
        }
        this.column = PromptSource.column(file, fields(lines.next().text()), column);
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
        return line.withText(column < fields.size() ? fields.get(column) : "");
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
