package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one {@code .safetensors} file front to back: tensors are announced first and produced while the file is written,
 * so that a file may be larger than memory. Not thread-safe; a writer is used once.
 */
public final class SafetensorsWriter {
    /** The data begins at a multiple of this, as the reference implementation has it. */
    private static final int ALIGNMENT = 8;

    private final ObjectNode header = new JsonMapper().createObjectNode();
    private final List<Tensor> tensors = new ArrayList<>();
    private long length;

    private record Tensor(String name, long bytes, Content content) {}

    /** Produces the bytes of one tensor, in order. */
    @FunctionalInterface
    public interface Content {
        /** Gives all bytes of the tensor, little-endian and row-major, in pieces of any size. */
        void writeTo(Sink sink) throws IOException;
    }

    /** Takes the bytes of one tensor. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the bytes between position and limit; the buffer may be used again afterwards. */
        void write(ByteBuffer bytes) throws IOException;
    }

    /** A file with texts in its header, such as the versions of what made it. */
    public SafetensorsWriter(Map<String, String> metadata) {
        if (!metadata.isEmpty()) {
            metadata.forEach(header.putObject("__metadata__")::put);
        }
    }

    /** Announces a tensor; its bytes lie behind those of the tensors announced before. */
    public SafetensorsWriter add(String name, TensorType type, Shape shape, Content content) {
        if (header.has(name)) {
            throw new IllegalArgumentException("A file has one tensor of a name; %s is there already".formatted(name));
        }
        long bytes = Math.multiplyExact(shape.elements(), (long) type.sizeBytes());
        ObjectNode entry = header.putObject(name).put("dtype", type.name());
        shape.sizes().forEach(entry.withArray("shape")::add);
        entry.putArray("data_offsets").add(length).add(length + bytes);
        tensors.add(new Tensor(name, bytes, content));
        length += bytes;
        return this;
    }

    /**
     * Writes the file, over one that is there.
     *
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if a tensor gives fewer or more bytes than announced
     */
    public void write(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, encodedHeader());
            for (Tensor tensor : tensors) {
                long start = channel.position();
                tensor.content.writeTo(bytes -> writeFully(channel, bytes));
                if (channel.position() != start + tensor.bytes) {
                    throw new IllegalStateException("Tensor %s must have %d bytes; it gave %d"
                            .formatted(tensor.name, tensor.bytes, channel.position() - start));
                }
            }
        }
    }

    private ByteBuffer encodedHeader() {
        byte[] json = new JsonMapper().writeValueAsBytes(header);
        int padding = Math.floorMod(-json.length, ALIGNMENT);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + json.length + padding).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length + padding).put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
