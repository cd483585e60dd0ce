package io.dreamcacher.datasets;

import io.dreamcacher.datasets.table.Table;
import io.dreamcacher.datasets.table.TableLayout;
import io.dreamcacher.datasets.table.TableRow;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The prompts of a file, in order, read as they are asked for: those of a text, a line each, or one column of a
 * {@link Table}. Every row of a table must have as many fields as the header. One iteration only; not thread-safe; close it.
 * Iterating throws {@link DreamCacherException} with BAD_REQUEST, naming file and line, where the file breaks these rules.
 */
public final class PromptSource implements Iterable<PromptSource.Row>, AutoCloseable {
    /** The column read when none is named. */
    public static final String DEFAULT_COLUMN = "prompt";

    private final Table table;
    private final String column;

    private PromptSource(Table table, String column) {
        this.table = table;
        this.column = column;
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
        Table table = Table.open(file, layout, PromptColumn.wanted(layout.column()));
        try {
            return new PromptSource(table, PromptColumn.of(table, layout.column()));
        } catch (DreamCacherException e) {
            table.close();
            throw e;
        }
    }

    /** A sentence about what was found out of a table's layout; empty if it is as usual. */
    public Optional<String> note() {
        return PromptColumn.note(table, column);
    }

    /** How many rows the filter passed over so far. */
    public long leftOut() {
        return table.leftOut();
    }

    /** The name of the column with the prompts. */
    public String column() {
        return column;
    }

    /** The rows with all their fields, for who wants more than the prompts; instead of iterating over these. */
    public Iterator<TableRow> rows() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return table.hasNext();
            }

            @Override
            public TableRow next() {
                return checked(table.next());
            }
        };
    }

    @Override
    public Iterator<Row> iterator() {
        return new Rows();
    }

    @Override
    public void close() {
        table.close();
    }

    private TableRow checked(TableRow row) {
        row.fault(column).ifPresent(fault -> {
            throw DreamCacherException.badRequest(fault + " Nothing was taken from the file.");
        });
        return row;
    }

    private Row row(long ordinal, TableRow row) {
        return new Row(ordinal, row.line(), checked(row).value(column).map(String::valueOf).orElse(""));
    }

    private final class Rows implements Iterator<Row> {
        private Optional<Row> next = Optional.empty();

        @Override
        public boolean hasNext() {
            if (next.isEmpty() && table.hasNext()) {
                TableRow row = table.next();
                next = Optional.of(row(table.ordinal(), row));
            }
            return next.isPresent();
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
     * @param ordinal position among the file's rows, 1 for the first; the same file always gives the same ones, whatever the filter
     * @param line where its record begins in the file, 1 for the first line
     * @param prompt as it stands in the file; may be empty, or have line breaks
     */
    public record Row(long ordinal, long line, String prompt) {}
}
