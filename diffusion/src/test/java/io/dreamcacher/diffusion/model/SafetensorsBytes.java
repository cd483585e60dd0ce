package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes safetensors files for tests, valid ones by adding tensors, broken ones from any header text. */
public final class SafetensorsBytes {
    private final List<String> entries = new ArrayList<>();
    private final List<byte[]> data = new ArrayList<>();
    private String metadata = "{\"format\":\"pt\"}";
    private int length;

    /** Sets what the file's {@code __metadata__} says, as JSON. */
    public SafetensorsBytes metadata(String json) {
        metadata = json;
        return this;
    }

    /** Adds a tensor whose elements are already encoded, little-endian. */
    public SafetensorsBytes add(String name, TensorType type, Shape shape, byte[] bytes) {
        entries.add("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, type, shape, length, length + bytes.length));
        data.add(bytes);
        length += bytes.length;
        return this;
    }

    /** Adds an F32 tensor. */
    public SafetensorsBytes add(String name, Shape shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return add(name, TensorType.F32, shape, bytes.array());
    }

    /** The file's bytes. */
    public byte[] toBytes() {
        ByteBuffer all = ByteBuffer.allocate(length);
        data.forEach(all::put);
        return file("{\"__metadata__\":" + metadata + (entries.isEmpty() ? "" : "," + String.join(",", entries))
                + "}", all.array());
    }

    /** Writes the file and returns its path. */
    public Path write(Path path) throws IOException {
        return Files.write(path, toBytes());
    }

    /** A file with this header, whatever it says. */
    static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
