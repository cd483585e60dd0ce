package io.dreamcacher.datasets.table;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Rows that are JSON objects: one a line, or those of an array. Each says its own columns. */
final class JsonRows implements TableRows {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ObjectReader ELEMENT = JSON.reader()
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Iterator<TableRow> rows;
    private final Reader reader;

    private JsonRows(Iterator<TableRow> rows, Reader reader) {
        this.rows = rows;
        this.reader = reader;
    }

    /** @param lines whether there is an object a line, not an array */
    static JsonRows open(Path file, Reader reader, boolean lines) {
        return new JsonRows(lines ? lines(file, reader) : array(file, reader), reader);
    }

    private static Iterator<TableRow> lines(Path file, Reader reader) {
        NumberedLines lines = new NumberedLines(new BufferedReader(reader));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return lines.hasNext();
            }

            @Override
            public TableRow next() {
                NumberedLines.Line line = lines.next();
                return new JsonRow(file, line.number(), parsed(line.text()));
            }
        };
    }

    /** A line that is no JSON is a row whose fault says so. */
    private static Optional<JsonNode> parsed(String line) {
        try {
            return Optional.of(JSON.readTree(line));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Iterator<TableRow> array(Path file, Reader reader) {
        JsonParser parser = JSON.createParser(reader);
        return new Iterator<>() {
            private long row;
            private Optional<JsonNode> next = Optional.empty();

            @Override
            public boolean hasNext() {
                try {
                    if (row == 0 && next.isEmpty() && parser.nextToken() != JsonToken.START_ARRAY) {
                        throw noArray(file, "begins with " + said(parser.currentToken()));
                    }
                    if (next.isEmpty() && parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
                        next = Optional.of(ELEMENT.readTree(parser));
                        row++;
                    }
                    return next.isPresent();
                } catch (JacksonException e) {
                    throw noArray(file, "is broken behind row %,d (%s)".formatted(row, e.getOriginalMessage()));
                }
            }

            @Override
            public TableRow next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the array has no more rows");
                }
                TableRow found = new JsonRow(file, row, next);
                next = Optional.empty();
                return found;
            }
        };
    }

    private static String said(JsonToken token) {
        return token == null ? "nothing" : String.valueOf(token.asString());
    }

    private static DreamCacherException noArray(Path file, String found) {
        return new DreamCacherException(FailureCategory.BAD_REQUEST,
                "A .json file of rows is an array of objects, but %s %s; correct it, or name it .jsonl if it has an object a line."
                        .formatted(file, found));
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public TableRow next() {
        return rows.next();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
