package io.dreamcacher.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One chunk of a WebP file (RFC 9649, section 2.3: type, length, data, padded to an even length), where it lies in the
 * file's bytes. A chunk that is cut short ends the list; decoding then says what is wrong.
 */
final class RiffChunk {
    /** {@code RIFF}, length, {@code WEBP}. */
    static final int FILE_HEADER = 12;

    private static final int HEADER = 8;

    private final byte[] file;
    private final int start;
    private final int length;

    private RiffChunk(byte[] file, int start, int length) {
        this.file = file;
        this.start = start;
        this.length = length;
    }

    static Stream<RiffChunk> of(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<RiffChunk> chunks = new ArrayList<>();
        int next = FILE_HEADER;
        while (file.length - next >= HEADER) {
            long length = Integer.toUnsignedLong(bytes.getInt(next + 4));
            if (length > file.length - next - HEADER) {
                break;
            }
            chunks.add(new RiffChunk(file, next, (int) length));
            next += HEADER + (int) length + (int) (length & 1);
        }
        return chunks.stream();
    }

    /** Where a file says that it ends; its own end, where it does not begin as one. */
    static long announced(byte[] file) {
        return file.length < FILE_HEADER
                ? FILE_HEADER
                : 8 + Integer.toUnsignedLong(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
    }

    /** Where what follows it is. */
    int end() {
        return start + HEADER + length + (length & 1);
    }

    String type() {
        return new String(file, start, 4, StandardCharsets.ISO_8859_1);
    }

    boolean is(String type) {
        return type().equals(type);
    }

    /** A copy of the data. */
    byte[] data() {
        return Arrays.copyOfRange(file, start + HEADER, start + HEADER + length);
    }

    /** Writes a chunk with its length and padding. */
    static void write(ByteArrayOutputStream out, String type, byte[] data) {
        out.writeBytes(type.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(littleEndian(data.length));
        out.writeBytes(data);
        if (data.length % 2 == 1) {
            out.write(0);
        }
    }

    /** A WebP file of these chunks, as {@link #write} wrote them. */
    static byte[] file(byte[] chunks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(chunks.length + FILE_HEADER);
        out.writeBytes("RIFF".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(littleEndian(chunks.length + 4));
        out.writeBytes("WEBP".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(chunks);
        return out.toByteArray();
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }
}
