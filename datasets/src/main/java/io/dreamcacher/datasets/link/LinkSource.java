package io.dreamcacher.datasets.link;

import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.datasets.table.Table;
import io.dreamcacher.datasets.table.TableLayout;
import io.dreamcacher.datasets.table.TableRow;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The links of a table, in its order: one column holds a link, or a JSON object with the link under a key, in each row. A row whose column is
 * broken is told with its line and passed over; one whose picture was not made yet says {@code PENDING}, and is counted. Of a text every
 * line is a link. One iteration; not thread-safe; close it.
 */
public final class LinkSource implements Iterator<LinkSource.Link>, AutoCloseable {
    /** The column read when none is named, if there is one of this name; else the last, as krea's script takes it. */
    public static final String DEFAULT_COLUMN = "raw_data";
    /** The key read when none is named. */
    public static final String DEFAULT_KEY = "image_uri";

    private static final String PENDING = "PENDING";
    private static final Pattern URL = Pattern.compile("https?://[^\\s/?#]+\\S*", Pattern.CASE_INSENSITIVE);
    private static final LinkKey ID = LinkKey.of("id");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Table table;
    private final String column;
    private final LinkKey key;
    private final Consumer<Defect> defects;
    private Optional<Link> next = Optional.empty();
    private long records;
    private long links;
    private long pending;
    private long broken;

    /**
     * A link.
     *
     * @param id the row's own, from its column or its JSON's key {@code id}; else of the link alone, the same wherever it stands
     * @param url begins with {@code http://} or {@code https://}
     * @param prompt of the row, if there is a column of this name
     * @param line that its row begins in
     */
    public record Link(String id, String url, Optional<String> prompt, long line) {}

    /**
     * What became of the rows that were read.
     *
     * @param records all of them
     * @param links those with a link
     * @param pending those whose picture was not made yet
     * @param broken those that were told and passed over
     * @param leftOut those that the filter passed over
     */
    public record Tally(long records, long links, long pending, long broken, long leftOut) {}

    private LinkSource(Table table, String column, LinkKey key, Consumer<Defect> defects) {
        this.table = table;
        this.column = column;
        this.key = key;
        this.defects = defects;
    }

    /**
     * Opens a table, or a text.
     *
     * @param layout what is known of it; its column is that of the links
     * @param key of the link in a JSON object, names with dots between: {@code raw_discord_data.image_uri}
     * @param defects told of each row that is passed over, in order
     * @throws DreamCacherException with NOT_FOUND, or BAD_REQUEST for a table without that column
     */
    public static LinkSource open(Path file, TableLayout layout, String key, Consumer<Defect> defects) {
        Table table = Table.open(file, layout, layout.column().orElse(DEFAULT_COLUMN));
        try {
            return new LinkSource(table, column(table, layout.column()), LinkKey.of(key), defects);
        } catch (DreamCacherException e) {
            table.close();
            throw e;
        }
    }

    private static String column(Table table, Optional<String> named) {
        List<String> columns = table.columns();
        String wanted = named.orElse(DEFAULT_COLUMN).strip();
        if (columns.stream().anyMatch(wanted::equalsIgnoreCase) || columns.isEmpty()) {
            return wanted;
        }
        if (named.isPresent()) {
            throw DreamCacherException.badRequest(
                    "The links are expected in a column \"%s\", but %s has the columns %s; name one of these."
                            .formatted(wanted, table.file(), columns));
        }
        return columns.getLast();
    }

    /** What was found so far; all, once there is no next one. */
    public Tally tally() {
        return new Tally(records + table.leftOut(), links, pending, broken, table.leftOut());
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && table.hasNext()) {
            records++;
            next = link(table.next());
        }
        return next.isPresent();
    }

    @Override
    public Link next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the file has no more links");
        }
        Link link = next.orElseThrow();
        next = Optional.empty();
        links++;
        return link;
    }

    private Optional<Link> link(TableRow row) {
        Optional<String> fault = row.fault(column);
        if (fault.isPresent()) {
            return broken(row, fault.get());
        }
        String value = row.value(column).map(String::valueOf).orElse("").strip();
        if (URL.matcher(value).matches()) {
            return link(row, value, Optional.empty());
        }
        return value.equalsIgnoreCase(PENDING) ? pending() : inObject(row, value);
    }

    private Optional<Link> inObject(TableRow row, String json) {
        JsonNode object;
        try {
            object = JSON.readTree(json);
        } catch (JacksonException e) {
            return broken(row, "the column \"%s\" must hold a link or a JSON object, but it is not (%s)"
                    .formatted(column, e.getOriginalMessage().lines().findFirst().orElse("")));
        }
        Optional<String> url = key.in(object).map(String::strip);
        if (url.filter(PENDING::equalsIgnoreCase).isPresent()) {
            return pending();
        }
        return url.filter(text -> URL.matcher(text).matches()).isPresent()
                ? link(row, url.get(), ID.in(object))
                : broken(row,
                        "the key \"%s\" of the column \"%s\" must hold a link that begins with http:// or https://, but %s"
                                .formatted(key, column, url.map(text -> "is \"%s\"".formatted(shortened(text)))
                                        .orElse("is not there")));
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private Optional<Link> link(TableRow row, String url, Optional<String> id) {
        return Optional.of(new Link(
                row.value("id")
                        .map(String::valueOf)
                        .filter(text -> !text.isBlank())
                        .or(() -> id)
                        .orElseGet(() -> LinkId.of(url)),
                url, row.value("prompt").map(String::valueOf).filter(prompt -> !prompt.equals(url)), row.line()));
    }

    private Optional<Link> pending() {
        pending++;
        return Optional.empty();
    }

    private Optional<Link> broken(TableRow row, String reason) {
        broken++;
        defects.accept(new Defect(table.file(), "line %,d".formatted(row.line()), reason));
        return Optional.empty();
    }

    @Override
    public void close() {
        table.close();
    }
}
