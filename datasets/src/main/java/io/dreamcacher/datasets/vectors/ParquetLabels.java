package io.dreamcacher.datasets.vectors;

import io.dreamcacher.datasets.table.Table;
import io.dreamcacher.datasets.table.TableLayout;
import io.dreamcacher.datasets.table.TableRow;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ids, prompts and what else the rows of a Parquet file say. */
final class ParquetLabels implements RowLabels {
    private static final List<String> IDS = List.of(ClipRetrievalLayout.ID, "image_path", "key", "url");
    private static final List<String> PROMPTS = List.of(ClipRetrievalLayout.CAPTION, "prompt");

    private final Table table;
    private final String id;
    private final Optional<String> prompt;
    private final long count;

    private ParquetLabels(Table table, String id, Optional<String> prompt, long count) {
        this.table = table;
        this.id = id;
        this.prompt = prompt;
        this.count = count;
    }

    static ParquetLabels open(Path file) {
        Table table = Table.open(file, TableLayout.UNKNOWN, ClipRetrievalLayout.CAPTION);
        try {
            String id = first(IDS, table).orElseThrow(() -> DreamCacherException.badRequest(
                    "Vectors have ids of their own, but %s has none of the columns %s, only %s; add one."
                            .formatted(file, IDS, table.columns())));
            return new ParquetLabels(table, id, first(PROMPTS, table), table.rowCount().orElseThrow());
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
    }

    private static Optional<String> first(List<String> names, Table table) {
        return names.stream().filter(table.columns()::contains).findFirst();
    }

    @Override
    public Path file() {
        return table.file();
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Label next() {
        TableRow row = table.next();
        Map<String, Object> metadata = new LinkedHashMap<>(row.values());
        String name = Optional.ofNullable(metadata.remove(id)).map(Object::toString).orElse("");
        Optional<String> said = prompt.map(metadata::remove).map(Object::toString);
        return new Label(name, said, metadata);
    }

    @Override
    public void close() {
        table.close();
    }
}
