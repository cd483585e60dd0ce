package io.dreamcacher.cli.commands;

import io.dreamcacher.datasets.image.WebDatasetWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** ExportTars of a WebDataset, each image with its prompt and a line of JSON; prompts are lines of JSON beside them. */
final class ExportTars implements ExportTarget {
    private static final int SAMPLES = 1000;

    private final WebDatasetWriter tars;
    private final BufferedWriter prompts;

    ExportTars(Path folder) throws IOException {
        tars = new WebDatasetWriter(folder, SAMPLES);
        prompts = Files.newBufferedWriter(folder.resolve("prompts.jsonl"));
    }

    @Override
    public void image(String file, byte[] bytes, ObjectNode fields) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("json", fields.toString().getBytes(StandardCharsets.UTF_8));
        members.put(name.substring(dot + 1), bytes);
        members.put("txt", fields.path("prompt").asString("").getBytes(StandardCharsets.UTF_8));
        tars.add(name.substring(0, dot), members);
    }

    @Override
    public void prompt(ObjectNode fields) throws IOException {
        prompts.write(fields + "\n");
    }

    @Override
    public void close() throws IOException {
        tars.close();
        prompts.close();
    }
}
