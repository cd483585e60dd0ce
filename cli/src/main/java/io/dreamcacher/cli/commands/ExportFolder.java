package io.dreamcacher.cli.commands;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** A line of JSON for each image and prompt, and image files. */
final class ExportFolder implements ExportTarget {
    private final Path folder;
    private final BufferedWriter images;
    private final BufferedWriter prompts;

    ExportFolder(Path folder) throws IOException {
        this.folder = folder;
        images = Files.newBufferedWriter(folder.resolve("images.jsonl"));
        prompts = Files.newBufferedWriter(folder.resolve("prompts.jsonl"));
    }

    @Override
    public void image(String file, byte[] bytes, ObjectNode fields) throws IOException {
        ExportTarget.write(folder, file, bytes);
        images.write(fields.put("file", file) + "\n");
    }

    @Override
    public void prompt(ObjectNode fields) throws IOException {
        prompts.write(fields + "\n");
    }

    @Override
    public void close() throws IOException {
        images.close();
        prompts.close();
    }
}
