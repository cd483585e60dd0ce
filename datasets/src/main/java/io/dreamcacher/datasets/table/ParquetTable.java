package io.dreamcacher.datasets.table;

import io.dreamcacher.datasets.file.AtomicFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes Apache Parquet: one row group, plain values without compression, every column optional. Each column has the type that holds all of its
 * values: texts, whole numbers, numbers or booleans. Read by every reader of the format (parquet-format 2.12).
 */
public final class ParquetTable {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    private ParquetTable() {}

    /**
     * Writes a file, whole or not at all. The same rows make the same bytes.
     *
     * @param first columns that are there and come first, whether a row has them or not
     * @param rows fields by the names of their columns
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_REQUEST} where it cannot be written
     */
    public static void write(Path file, List<String> first, List<Map<String, Object>> rows) {
        List<ParquetColumn> columns = columns(first, rows);
        try (AtomicFile out = AtomicFile.at(file)) {
            out.write(MAGIC);
            List<long[]> places = new ArrayList<>();
            for (ParquetColumn column : columns) {
                byte[] page = column.page();
                places.add(new long[]{out.length(), page.length});
                out.write(page);
            }
            byte[] footer = footer(columns, places, rows.size());
            out.write(footer);
            out.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array());
            out.write(MAGIC);
            out.finish();
        }
    }

    private static List<ParquetColumn> columns(List<String> first, List<Map<String, Object>> rows) {
        Set<String> names = new LinkedHashSet<>(first);
        rows.forEach(row -> names.addAll(row.keySet()));
        return names.stream()
                .map(name -> ParquetColumn.of(name,
                        rows.stream().map(row -> Optional.ofNullable(row.get(name))).toList()))
                .toList();
    }

    private static byte[] footer(List<ParquetColumn> columns, List<long[]> places, int rows) {
        CompactThrift footer = new CompactThrift().i32(1, VERSION).structs(2, columns.size() + 1);
        footer.element().text(4, "schema").i32(5, columns.size()).end();
        columns.forEach(column -> column.describe(footer));
        footer.i64(3, rows).structs(4, 1).element().structs(1, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            chunk(footer, columns.get(i), places.get(i)[0], places.get(i)[1]);
        }
        footer.i64(2, places.stream().mapToLong(place -> place[1]).sum()).i64(3, rows).end();
        return footer.text(6, "Dream Cacher").finish();
    }

    private static void chunk(CompactThrift footer, ParquetColumn column, long offset, long length) {
        footer.element().i64(2, offset).struct(3);
        footer.i32(1, column.type().number()).numbers(2, 0, 3).texts(3, column.name()).i32(4, 0);
        footer.i64(5, column.values().size()).i64(6, length).i64(7, length).i64(9, offset);
        footer.end().end();
    }
}
