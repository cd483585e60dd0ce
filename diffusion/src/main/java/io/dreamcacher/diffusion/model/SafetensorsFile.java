package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code .safetensors} file: its validated header, and its tensors on demand. Immutable and thread-safe; no file
 * stays open between calls. The format is that of safetensors 0.8.
 */
public final class SafetensorsFile {
    /** The reference implementation's limit; the largest published headers have a few megabytes. */
    private static final long MAX_HEADER_BYTES = 100_000_000;
    private static final int LENGTH_BYTES = 8;
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path path;
    private final Map<String, TensorEntry> tensors;
    private final Map<String, String> metadata;

    private SafetensorsFile(Path path, SafetensorsHeader.Content content) {
        this.path = path;
        this.tensors = Collections.unmodifiableMap(content.tensors());
        this.metadata = Map.copyOf(content.metadata());
    }

    /**
     * Reads and checks the header of a file. Symbolic links are followed, so {@link #path()} is where the bytes lie.
     *
     * @throws DreamCacherException
     *             {@code NOT_FOUND} if there is no such file, {@code BAD_MODEL} if it is not a valid one
     */
    public static SafetensorsFile open(Path file) {
        try {
            Path real = file.toRealPath();
            try (FileChannel channel = FileChannel.open(real)) {
                return new SafetensorsFile(real, readHeader(real, channel));
            }
        } catch (NoSuchFileException e) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "The weight file %s must exist; it does not. Check the path of the model.".formatted(file), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static SafetensorsHeader.Content readHeader(Path path, FileChannel channel) throws IOException {
        long fileSize = channel.size();
        if (fileSize < LENGTH_BYTES) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must begin with the 8-byte length of its header; the file has %d bytes. Download it again."
                            .formatted(path, fileSize));
        }
        ForeignContent.refuse(path,
                readFully(path, channel, 0, (int) Math.min(fileSize, ForeignContent.LENGTH)).array());
        long headerLength = readFully(path, channel, 0, LENGTH_BYTES).getLong();
        if (headerLength < 0 || headerLength > Math.min(MAX_HEADER_BYTES, fileSize - LENGTH_BYTES)) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The header of %s must end within the file's %d bytes and have at most %d bytes; it claims %s bytes. "
                            .formatted(path, fileSize, MAX_HEADER_BYTES, Long.toUnsignedString(headerLength))
                            + "Download it again, or check that it is a safetensors file.");
        }
        byte[] json = readFully(path, channel, LENGTH_BYTES, (int) headerLength).array();
        long dataStart = LENGTH_BYTES + headerLength;
        return new SafetensorsHeader(path, dataStart, fileSize - dataStart).parse(json);
    }

    /** Where the file really lies; never a symbolic link. */
    public Path path() {
        return path;
    }

    /** All tensors by name, in the header's order. */
    public Map<String, TensorEntry> tensors() {
        return tensors;
    }

    /** What its maker noted in {@code __metadata__}, texts by name; empty if nothing. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * The place of one tensor.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if the file has none of this name
     */
    public TensorEntry tensor(String name) {
        return Optional.ofNullable(tensors.get(name))
                .orElseThrow(() -> new DreamCacherException(
                        FailureCategory.BAD_MODEL, "%s must have a tensor %s; it has %d others."
                                .formatted(path, name, tensors.size())));
    }

    /**
     * The elements of an F32, F16, BF16 or F64 tensor in row-major order, as floats; the caller owns the array.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if it is missing, of another type, too large for an array, or no longer readable
     */
    public float[] floats(String name) {
        return floats(tensor(name));
    }

    float[] floats(TensorEntry entry) {
        float[] values = new float[arraySize(entry)];
        switch (entry.type()) {
            case F32 -> forEachChunk(entry, (bytes, first, count) -> bytes.asFloatBuffer().get(values, first, count));
            case F64 -> forEachElement(entry, (bytes, i) -> values[i] = (float) bytes.getDouble());
            case F16 -> forEachElement(entry, (bytes, i) -> values[i] = Float.float16ToFloat(bytes.getShort()));
            case BF16 -> forEachElement(entry, (bytes, i) -> values[i] = Float.intBitsToFloat(bytes.getShort() << 16));
            case BOOL, U8, I8, F8_E4M3, F8_E5M2, I16, U16, I32, U32, I64, U64 ->
                throw wrongType(entry, "F32, F16, BF16 or F64");
        }
        return values;
    }

    /**
     * The elements of an I64 or I32 tensor in row-major order; the caller owns the array.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if it is missing, of another type, too large for an array, or no longer readable
     */
    public long[] longs(String name) {
        TensorEntry entry = tensor(name);
        long[] values = new long[arraySize(entry)];
        switch (entry.type()) {
            case I64 -> forEachElement(entry, (bytes, i) -> values[i] = bytes.getLong());
            case I32 -> forEachElement(entry, (bytes, i) -> values[i] = bytes.getInt());
            case BOOL, U8, I8, F8_E4M3, F8_E5M2, I16, U16, F16, BF16, U32, F32, U64, F64 ->
                throw wrongType(entry, "I64 or I32");
        }
        return values;
    }

    /** Gives the bytes of a tensor as they are. */
    void copy(TensorEntry entry, SafetensorsWriter.Sink sink) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            for (long at = 0; at < entry.length(); at += CHUNK_BYTES) {
                int length = (int) Math.min(CHUNK_BYTES, entry.length() - at);
                sink.write(readFully(path, channel, entry.offset() + at, length));
            }
        }
    }

    private interface ChunkReader {
        void read(ByteBuffer bytes, int first, int count);
    }

    private interface ElementReader {
        void read(ByteBuffer bytes, int index);
    }

    private void forEachElement(TensorEntry entry, ElementReader reader) {
        forEachChunk(entry, (bytes, first, count) -> {
            for (int i = first; i < first + count; i++) {
                reader.read(bytes, i);
            }
        });
    }

    private void forEachChunk(TensorEntry entry, ChunkReader reader) {
        int elementBytes = entry.type().sizeBytes();
        try (FileChannel channel = FileChannel.open(path)) {
            for (long at = 0; at < entry.length(); at += CHUNK_BYTES) {
                int length = (int) Math.min(CHUNK_BYTES, entry.length() - at);
                ByteBuffer bytes = readFully(path, channel, entry.offset() + at, length);
                reader.read(bytes, (int) (at / elementBytes), length / elementBytes);
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static ByteBuffer readFully(Path path, FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new DreamCacherException(FailureCategory.BAD_MODEL,
                        "%s must have %d bytes from byte %d on; it ends after %d of them. Do not change it while in use."
                                .formatted(path, length, position, bytes.position()));
            }
        }
        return bytes.flip();
    }

    private int arraySize(TensorEntry entry) {
        if (entry.shape().elements() > Integer.MAX_VALUE - 8) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "Tensor %s of %s must have fewer than 2^31 elements to be read; found %s."
                            .formatted(entry.name(), path, entry.shape()));
        }
        return (int) entry.shape().elements();
    }

    private DreamCacherException wrongType(TensorEntry entry, String expected) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, "Tensor %s of %s must be %s; found %s."
                .formatted(entry.name(), path, expected, entry.type()));
    }

    private static DreamCacherException unreadable(Path file, IOException e) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "The weight file %s must be readable; reading it failed: %s.".formatted(file, e.getMessage()), e);
    }

    /**
     * Where one tensor lies in a file.
     *
     * @param name
     *            its dotted name, such as {@code text_model.final_layer_norm.weight}
     * @param type
     *            type of its elements
     * @param shape
     *            its sizes
     * @param offset
     *            position of its first byte, counted from the start of the file
     * @param length
     *            its bytes: elements times size of an element
     */
    public record TensorEntry(String name, TensorType type, Shape shape, long offset, long length) {
        /** Checks that the length is what shape and type ask for. */
        public TensorEntry {
            if (offset < 0 || length != Math.multiplyExact(shape.elements(), (long) type.sizeBytes())) {
                throw new IllegalArgumentException(
                        "%s of %s does not take %d bytes at offset %d".formatted(type, shape, length, offset));
            }
        }
    }

    /** The element types of the safetensors format, named as its headers name them. Elements are little-endian. */
    public enum TensorType {
        /** One byte, 0 or 1. */
        BOOL(1),
        /** Unsigned 8-bit integer. */
        U8(1),
        /** Signed 8-bit integer. */
        I8(1),
        /** 8-bit float, four exponent and three mantissa bits. */
        F8_E4M3(1),
        /** 8-bit float, five exponent and two mantissa bits. */
        F8_E5M2(1),
        /** Signed 16-bit integer. */
        I16(2),
        /** Unsigned 16-bit integer. */
        U16(2),
        /** IEEE 754 half precision. */
        F16(2),
        /** The upper half of a single-precision float. */
        BF16(2),
        /** Signed 32-bit integer. */
        I32(4),
        /** Unsigned 32-bit integer. */
        U32(4),
        /** IEEE 754 single precision. */
        F32(4),
        /** Signed 64-bit integer. */
        I64(8),
        /** Unsigned 64-bit integer. */
        U64(8),
        /** IEEE 754 double precision. */
        F64(8);

        private final int sizeBytes;

        TensorType(int sizeBytes) {
            this.sizeBytes = sizeBytes;
        }

        /** Whether its elements are numbers with fractions that can be read as floats. */
        boolean isFraction() {
            return switch (this) {
                case F16, BF16, F32, F64 -> true;
                case BOOL, U8, I8, F8_E4M3, F8_E5M2, I16, U16, I32, U32, I64, U64 -> false;
            };
        }

        /** Bytes an element takes. */
        public int sizeBytes() {
            return sizeBytes;
        }
    }
}
