package io.dreamcacher.datasets.table;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.filter.Filter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * A file of rows with named fields, read as they are asked for; its ending says what it is. Text is UTF-8:
 *
 * <ul>
 * <li>{@code .txt}: a row a line with one field, {@code prompt}; blank lines passed over;
 * <li>{@code .csv}: RFC 4180 with a header, line breaks inside quoted fields included;
 * <li>{@code .jsonl} ({@code .ndjson}): a JSON object a line; {@code .json}: an array of objects;
 * <li>{@code .parquet}: Apache Parquet, uncompressed or by snappy, gzip, zstd;
 * <li>{@code .tsv}: a header, a record a line, tabs between fields; a quote is a character like others, unless quotes
 * enclose a field whole.
 * </ul>
 *
 * The header shows which character separates a table's fields. One iteration; not thread-safe; close it. What ends the file
 * (damaged quotes, bytes that are no UTF-8) is thrown as {@link DreamCacherException} with BAD_REQUEST; what is wrong with one row, the row
 * tells.
 */
public final class Table implements Iterator<TableRow>, AutoCloseable {
    private static final String TEXT = ".txt";
    /** A field of every row for filters: how many characters its prompt has. */
    private static final String LENGTH = "length";

    private final Path file;
    private final TableRows rows;
    private final Optional<String> separator;
    private final boolean isUsual;
    private final Predicate<TableRow> wanted;
    private Optional<TableRow> next = Optional.empty();
    private long ordinal;
    private long leftOut;

    private Table(Path file, TableRows rows, Optional<String> separator, boolean isUsual) {
        this(file, rows, separator, isUsual, row -> true);
    }

    private Table(Path file, TableRows rows, Optional<String> separator, boolean isUsual, Predicate<TableRow> wanted) {
        this.file = file;
        this.rows = rows;
        this.separator = separator;
        this.isUsual = isUsual;
        this.wanted = wanted;
    }

    /**
     * Opens a file.
     *
     * @param wanted a column that is likely to be in the header
     * @throws DreamCacherException with NOT_FOUND, or BAD_REQUEST for another ending, a table without a header or a filter by
     *         columns that it has not
     */
    public static Table open(Path file, TableLayout layout, String wanted) {
        Table table = unfiltered(file, layout, wanted);
        try {
            return layout.filter().map(filter -> table.filtered(filter, wanted)).orElse(table);
        } catch (DreamCacherException e) {
            table.close();
            throw e;
        }
    }

    private static Table unfiltered(Path file, TableLayout layout, String wanted) {
        String name = name(file);
        if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            return separated(file, name.endsWith(".csv") ? ',' : '\t', layout, wanted);
        }
        if (name.endsWith(".parquet")) {
            requireNoSeparator(file, layout);
            return new Table(file, ParquetRows.open(file), Optional.empty(), true);
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")) {
            requireNoSeparator(file, layout);
            return new Table(file, JsonRows.open(file, utf8(file), !name.endsWith(".json")), Optional.empty(), true);
        }
        if (!name.endsWith(TEXT)) {
            throw DreamCacherException.badRequest(
                    "A file of prompts ends in .txt (a prompt a line), .csv, .tsv, .jsonl, .json or .parquet, but %s does not; rename it."
                            .formatted(file));
        }
        requireNoLayout(file, layout);
        return new Table(file, LineTable.text(file, new BufferedReader(utf8(file))), Optional.empty(), true);
    }

    private static void requireNoSeparator(Path file, TableLayout layout) {
        if (layout.separator().isPresent()) {
            throw DreamCacherException.badRequest(
                    "Only a .csv or .tsv file has separators between fields, but one was given for %s; leave it out."
                            .formatted(file));
        }
    }

    private Table filtered(Filter filter, String prompt) {
        if (!columns().isEmpty()) {
            List<String> known = new ArrayList<>(columns());
            known.add(LENGTH);
            filter.requireFields(known, file.toString());
        }
        return new Table(file, rows, separator, isUsual,
                row -> row.fault(prompt).isPresent() || filter.holds(field -> field(row, field, prompt)));
    }

    private Optional<Object> field(TableRow row, String field, String prompt) {
        Optional<Object> value = row.value(field).filter(found -> !found.equals(""));
        return value.isPresent() || !field.equalsIgnoreCase(LENGTH)
                ? value
                : row.value(columns().size() == 1 ? columns().getFirst() : prompt)
                        .map(String::valueOf)
                        .map(text -> text.codePointCount(0, text.length()));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }

    private static void requireNoLayout(Path file, TableLayout layout) {
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
    }

    private static Table separated(Path file, char usual, TableLayout layout, String wanted) {
        char separator = layout.separator().orElseGet(() -> TableHeader.separator(firstLine(file), usual, wanted));
        Utf8Reader reader = utf8(file);
        try {
            TableRows rows = usual == '\t' && separator == usual
                    ? LineTable.tsv(file, new BufferedReader(reader))
                    : CsvTable.open(file, reader, separator);
            return new Table(file, rows, Optional.of(TableLayout.said(separator)), separator == usual);
        } catch (UncheckedIOException e) {
            closeAfter(reader, e);
            throw unreadable(file, e);
        } catch (DreamCacherException e) {
            closeAfter(reader, e);
            throw e;
        }
    }

    private static void closeAfter(Utf8Reader reader, RuntimeException failure) {
        try {
            reader.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static String firstLine(Path file) {
        try (BufferedReader reader = new BufferedReader(utf8(file))) {
            NumberedLines lines = new NumberedLines(reader);
            return lines.hasNext() ? lines.next().text() : "";
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(file, e);
        }
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

    static DreamCacherException unreadable(Path file, Exception cause) {
        return new DreamCacherException(FailureCategory.BAD_REQUEST,
                "%s cannot be read (%s); check that it is a file you may read.".formatted(file, cause.getMessage()),
                cause);
    }

    /** That it is read from. */
    public Path file() {
        return file;
    }

    /** Names of the columns in their order; none where each row says its own. */
    public List<String> columns() {
        return rows.columns();
    }

    /** How people write what separates the fields; empty for a file without separators. */
    public Optional<String> separator() {
        return separator;
    }

    /** Whether that is what the file's ending says. */
    public boolean hasUsualSeparator() {
        return isUsual;
    }

    /** How many rows the file says it has; empty where that is not known before all are read. */
    public OptionalLong rowCount() {
        return rows.count();
    }

    /** Which row of the file the last one was, 1 for the first; those that were passed over count. */
    public long ordinal() {
        return ordinal;
    }

    /** How many rows the filter passed over so far. */
    public long leftOut() {
        return leftOut;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next.isEmpty() && rows.hasNext()) {
                ordinal++;
                next = Optional.of(rows.next()).filter(wanted);
                leftOut += next.isEmpty() ? 1 : 0;
            }
            return next.isPresent();
        } catch (UncheckedIOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public TableRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the file has no more rows");
        }
        TableRow row = next.orElseThrow();
        next = Optional.empty();
        return row;
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.INTERNAL, "Closing %s failed.".formatted(file), e);
        }
    }
}
