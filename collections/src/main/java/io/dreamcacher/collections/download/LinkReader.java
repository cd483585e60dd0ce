package io.dreamcacher.collections.download;

import io.dreamcacher.datasets.table.Table;
import io.dreamcacher.datasets.table.TableLayout;
import io.dreamcacher.datasets.table.TableRow;
import io.dreamcacher.failure.DreamCacherException;
import java.util.Iterator;
import java.util.Optional;

/**
 * The links of a list, in order, read as they are asked for. A row of a table that is damaged, or has nothing in the column, is a link
 * to nowhere: it keeps its place, and what came of it is told like of others.
 */
final class LinkReader implements Iterator<Link>, AutoCloseable {
    private static final String TAB = "\t";

    private final LinkFile list;
    private final Table rows;
    private long ordinal;

    LinkReader(LinkFile list) {
        this.list = list;
        this.rows = Table.open(list.file(), TableLayout.UNKNOWN, list.url().orElse(""));
        if (list.isTable()) {
            list.url().ifPresent(this::require);
            list.id().ifPresent(this::require);
            list.caption().ifPresent(this::require);
        }
    }

    private void require(String column) {
        if (rows.columns().stream().noneMatch(column::equalsIgnoreCase)) {
            rows.close();
            throw DreamCacherException
                    .badRequest("There must be a column \"%s\", but %s has the columns %s; name one of these."
                            .formatted(column, list.file(), rows.columns()));
        }
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Link next() {
        TableRow row = rows.next();
        Link link = list.url()
                .map(column -> new Link(ordinal,
                        row.fault(column).isPresent() ? "" : text(row, column).orElse("").strip(),
                        list.id().flatMap(id -> text(row, id)), list.caption().flatMap(caption -> text(row, caption))))
                .orElseGet(() -> ofLine(text(row, rows.columns().getFirst()).orElse("")));
        ordinal++;
        return link;
    }

    private static Optional<String> text(TableRow row, String column) {
        return row.value(column).map(String::valueOf);
    }

    private Link ofLine(String line) {
        String[] fields = line.split(TAB, 3);
        return switch (fields.length) {
            case 1 -> new Link(ordinal, fields[0].strip(), Optional.empty(), Optional.empty());
            case 2 -> new Link(ordinal, fields[1].strip(), Optional.of(fields[0].strip()), Optional.empty());
            default ->
                new Link(ordinal, fields[1].strip(), Optional.of(fields[0].strip()), Optional.of(fields[2].strip()));
        };
    }

    /**
     * How many links there are. Reads the whole list.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if it is malformed anywhere
     */
    static long count(LinkFile list) {
        try (LinkReader reader = list.open()) {
            long count = 0;
            while (reader.hasNext()) {
                reader.next();
                count++;
            }
            return count;
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
