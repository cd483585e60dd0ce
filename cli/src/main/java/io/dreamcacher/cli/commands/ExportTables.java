package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Json;
import io.dreamcacher.datasets.table.ParquetTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tables of images and of prompts, and image files. */
final class ExportTables implements ExportTarget {
    private static final int ROWS = 10_000;

    private final Path folder;
    private final List<Map<String, Object>> images = new ArrayList<>();
    private final List<Map<String, Object>> prompts = new ArrayList<>();
    private int imageTables;
    private int promptTables;

    ExportTables(Path folder) {
        this.folder = folder;
    }

    @Override
    public void image(String file, byte[] bytes, ObjectNode fields) throws IOException {
        ExportTarget.write(folder, file, bytes);
        images.add(row(fields.put("file", file)));
        if (images.size() == ROWS) {
            writeImages();
        }
    }

    @Override
    public void prompt(ObjectNode fields) {
        prompts.add(row(fields));
        if (prompts.size() == ROWS) {
            writePrompts();
        }
    }

    private void writeImages() {
        ParquetTable.write(folder.resolve("images_%05d.parquet".formatted(imageTables)), List.of("id", "prompt"),
                images);
        images.clear();
        imageTables++;
    }

    private void writePrompts() {
        ParquetTable.write(folder.resolve("prompts_%05d.parquet".formatted(promptTables)),
                List.of("prompt", "uses"), prompts);
        prompts.clear();
        promptTables++;
    }

    private static Map<String, Object> row(ObjectNode fields) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (!field.getValue().isNull()) {
                row.put(field.getKey(), Json.STRICT.treeToValue(field.getValue(), Object.class));
            }
        }
        return row;
    }

    @Override
    public void close() {
        if (!images.isEmpty() || imageTables == 0) {
            writeImages();
        }
        if (!prompts.isEmpty() || promptTables == 0) {
            writePrompts();
        }
    }
}
