package io.dreamcacher.datasets.table;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.SchemaNode;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/** The rows of an Apache Parquet file, a row group at a time. Fields that are lists or structures are texts. */
final class ParquetRows implements TableRows {
    private final Path file;
    private final ParquetFileReader reader;
    private final RowReader rows;
    private final List<String> columns;
    private long line;

    private ParquetRows(Path file, ParquetFileReader reader) {
        this.file = file;
        this.reader = reader;
        this.rows = reader.rowReader();
        this.columns = reader.getFileSchema().getRootNode().children().stream().map(SchemaNode::name).toList();
    }

    /** @throws DreamCacherException NOT_FOUND, or BAD_REQUEST for a file that is none, cut short or of an unknown compression */
    static ParquetRows open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "There is no file %s; check the path.".formatted(file));
        }
        try {
            ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
            try {
                return new ParquetRows(file, reader);
            } catch (RuntimeException e) {
                reader.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            throw damaged(file, e);
        }
    }

    private static DreamCacherException damaged(Path file, Exception cause) {
        return new DreamCacherException(FailureCategory.BAD_REQUEST,
                "A .parquet file must be whole and compressed by snappy, gzip, zstd or not at all, but %s cannot be read (%s); copy it again, or write it anew."
                        .formatted(file, cause.getMessage()),
                cause);
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public OptionalLong count() {
        return OptionalLong.of(reader.getFileMetaData().numRows());
    }

    @Override
    public boolean hasNext() {
        try {
            return rows.hasNext();
        } catch (RuntimeException e) {
            throw damaged(file, e);
        }
    }

    @Override
    public TableRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the file has no more rows");
        }
        try {
            rows.next();
            line++;
            Map<String, Object> values = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                if (!rows.isNull(columns.get(i))) {
                    values.put(columns.get(i), plain(rows.getValue(columns.get(i))));
                }
            }
            return new ValuesRow(line, values);
        } catch (RuntimeException e) {
            throw damaged(file, e);
        }
    }

    private static Object plain(Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean truth -> truth;
            case Long number -> number;
            case Integer number -> number.longValue();
            case Float number -> number.doubleValue();
            case Double number -> number;
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            default -> value.toString();
        };
    }

    @Override
    public void close() throws IOException {
        rows.close();
        reader.close();
    }

    /** A row of a file that keeps types. */
    private record ValuesRow(long line, Map<String, Object> values) implements TableRow {
        @Override
        public Optional<Object> value(String column) {
            Optional<Object> exact = Optional.ofNullable(values.get(column));
            return exact.isPresent()
                    ? exact
                    : values.entrySet()
                            .stream()
                            .filter(field -> field.getKey().equalsIgnoreCase(column))
                            .map(Map.Entry::getValue)
                            .findFirst();
        }

        @Override
        public Optional<String> fault(String column) {
            return Optional.empty();
        }
    }
}
