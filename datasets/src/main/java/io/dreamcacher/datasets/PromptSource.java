package io.dreamcacher.datasets;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The prompts of a file, in order, read as they are asked for; always UTF-8:
 *
 * <ul>
 * <li>{@code .txt}: a prompt a line, blank lines passed over;
 * <li>{@code .csv}: RFC 4180 with a header, line breaks inside quoted fields included;
 * <li>{@code .tsv}: a header, a record a line, tabs between fields; a quote is a character like others, unless quotes
 * enclose a field whole.
 * </ul>
 *
 * The header shows which character separates a table's fields. Every row must have as many fields as the header. One
 * iteration only; not thread-safe; close it. Iterating
 * throws {@link DreamCacherException} with BAD_REQUEST, naming file and line, where the file breaks these rules.
 */
public final class PromptSource implements Iterable<PromptSource.Row>, AutoCloseable {
    /** The column read when none is named. */
    public static final String DEFAULT_COLUMN = "prompt";

    private final Path file;
    private final AutoCloseable input;
    private final Iterator<NumberedLines.Line> lines;
    private final Optional<String> note;

    private PromptSource(Path file, AutoCloseable input, Iterator<NumberedLines.Line> lines, Optional<String> note) {
        this.note = note;
        this.file = file;
        this.input = input;
        this.lines = lines;
    }

    /**
     * Opens a file; of a table the column {@value #DEFAULT_COLUMN}, or its only one.
     *
     * @throws DreamCacherException with NOT_FOUND, or BAD_REQUEST for another ending or a table without that column
     */
    public static PromptSource open(Path file) {
        return open(file, TableLayout.UNKNOWN);
    }

    /** Opens a file of which the layout, if it is a table, is known in part. */
    public static PromptSource open(Path file, TableLayout layout) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            return table(file, name.endsWith(".csv") ? ',' : '\t', layout);
        }
        if (!name.endsWith(".txt")) {
            throw DreamCacherException.badRequest(
                    "A prompt file ends in .txt (a prompt a line), .csv or .tsv, but %s does not; rename it."
                            .formatted(file));
        }
        if (layout.separator().isPresent()) {
            throw DreamCacherException.badRequest(
                    "A .txt file has a prompt a line and no fields, but a separator for %s was given; leave it out."
                            .formatted(file));
        }
        if (layout.column().isPresent()) {
            throw DreamCacherException.badRequest(
                    "A .txt file has a prompt a line and no columns, but column \"%s\" of %s was asked for; leave the column out."
                            .formatted(layout.column().get(), file));
        }
        BufferedReader reader = new BufferedReader(utf8(file));
        return new PromptSource(file, reader, new NumberedLines(reader), Optional.empty());
    }

    private static PromptSource table(Path file, char usual, TableLayout layout) {
        char separator = layout.separator()
                .orElseGet(() -> TableHeader.separator(firstLine(file), usual, layout.column()));
        if (usual == '\t' && separator == usual) {
            BufferedReader reader = new BufferedReader(utf8(file));
            TsvPrompts tsv = new TsvPrompts(file, reader, layout.column());
            return new PromptSource(file, reader, tsv, tsv.header().note(usual));
        }
        CsvPrompts csv = CsvPrompts.open(file, utf8(file), separator, layout.column());
        return new PromptSource(file, csv, csv, csv.header().note(usual));
    }

    private static String firstLine(Path file) {
        try (BufferedReader reader = new BufferedReader(utf8(file))) {
            NumberedLines lines = new NumberedLines(reader);
            return lines.hasNext() ? lines.next().text() : "";
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(file, e);
        }
    }

    /** A sentence about what was found out of a table's layout; empty if it is as usual. */
    public Optional<String> note() {
        return note;
    }

    private static Utf8Reader utf8(Path file) {
        try {
            return new Utf8Reader(file, Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "There is no prompt file %s; check the path.".formatted(file), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public Iterator<Row> iterator() {
        return new Rows();
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (Exception e) { // both inputs throw IOException only
            throw new DreamCacherException(FailureCategory.INTERNAL, "Closing %s failed.".formatted(file), e);
        }
    }

    static DreamCacherException unreadable(Path file, Exception cause) {
        return new DreamCacherException(FailureCategory.BAD_REQUEST,
                "%s cannot be read (%s); check that it is a file you may read.".formatted(file, cause.getMessage()),
                cause);
    }

    static DreamCacherException withoutHeader(Path file) {
        return DreamCacherException.badRequest(
                "A table begins with a line that names its columns, but %s is empty; add one.".formatted(file));
    }

    private final class Rows implements Iterator<Row> {
        private Optional<Row> next = Optional.empty();
        private long ordinal;

        @Override
        public boolean hasNext() {
            try {
                if (next.isEmpty() && lines.hasNext()) {
                    NumberedLines.Line line = lines.next();
                    ordinal++;
                    next = Optional.of(new Row(ordinal, line.number(), line.text()));
                }
                return next.isPresent();
            } catch (UncheckedIOException e) {
                throw unreadable(file, e);
            }
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the file has no more prompts");
            }
            Row row = next.orElseThrow();
            next = Optional.empty();
            return row;
        }
    }

    /**
     * One prompt of a file.
     *
     * @param ordinal position among the file's prompts, 1 for the first; the same file always gives the same ones
     * @param line where its record begins in the file, 1 for the first line
     * @param prompt as it stands in the file; may be empty, or have line breaks
     */
    public record Row(long ordinal, long line, String prompt) {}
}
