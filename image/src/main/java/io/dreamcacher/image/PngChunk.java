package io.dreamcacher.image;

import io.dreamcacher.failure.DreamCacherException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32;

/**
 * One chunk of a PNG file (PNG specification, third edition, section 5.3: length, type, data, CRC), where it lies in the
 * file's bytes. Reading checks every length against the file and every CRC, and allocates nothing the file announces.
 */
final class PngChunk {
    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private static final int LENGTH_AND_TYPE = 8;
    private static final int AROUND_DATA = 12;

    private final byte[] png;
    private final int start;
    private final int length;

    private PngChunk(byte[] png, int start, int length) {
        this.png = png;
        this.start = start;
        this.length = length;
    }

    /** The chunks of a file up to and with IEND; what follows that is not looked at. */
    static Iterable<PngChunk> of(byte[] png) {
        if (!isPng(png)) {
            throw DreamCacherException.badRequest(
                    "A PNG file begins with the bytes 89 50 4e 47 0d 0a 1a 0a, but this one begins with %s; give a PNG file."
                            .formatted(FileKind.firstBytes(png)));
        }
        return () -> new Chunks(png);
    }

    static boolean isPng(byte[] file) {
        return file.length >= SIGNATURE.length
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /** Writes a chunk with its length and CRC. */
    static void write(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    String type() {
        return new String(png, start + 4, 4, StandardCharsets.ISO_8859_1);
    }

    boolean is(String type) {
        return type().equals(type);
    }

    /** A copy of the data. */
    byte[] data() {
        return Arrays.copyOfRange(png, start + LENGTH_AND_TYPE, start + LENGTH_AND_TYPE + length);
    }

    int length() {
        return length;
    }

    /** Copies the whole chunk as it is. */
    void copyTo(ByteArrayOutputStream out) {
        out.write(png, start, length + AROUND_DATA);
    }

    private static final class Chunks implements Iterator<PngChunk> {
        private final byte[] png;
        private final ByteBuffer bytes;
        private int next = SIGNATURE.length;
        private boolean ended;

        Chunks(byte[] png) {
            this.png = png;
            this.bytes = ByteBuffer.wrap(png);
        }

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public PngChunk next() {
            if (ended) {
                throw new NoSuchElementException("IEND was the last chunk");
            }
            if (png.length - next < AROUND_DATA) {
                throw cutShort("a chunk of %,d bytes or more".formatted(AROUND_DATA), png.length - next);
            }
            long length = Integer.toUnsignedLong(bytes.getInt(next));
            if (length > png.length - next - AROUND_DATA) {
                throw cutShort("%,d bytes and a checksum".formatted(length), png.length - next - LENGTH_AND_TYPE);
            }
            PngChunk chunk = new PngChunk(png, next, (int) length);
            checkCrc(chunk);
            ended = chunk.is("IEND");
            next += AROUND_DATA + chunk.length;
            return chunk;
        }

        private void checkCrc(PngChunk chunk) {
            CRC32 crc = new CRC32();
            crc.update(png, chunk.start + 4, chunk.length + 4);
            int expected = bytes.getInt(chunk.start + LENGTH_AND_TYPE + chunk.length);
            if ((int) crc.getValue() != expected) {
                throw DreamCacherException.badRequest(
                        "The PNG chunk at byte %,d must have checksum %08x, as it says itself, but has %08x; the file is damaged, get it again."
                                .formatted(chunk.start, expected, (int) crc.getValue()));
            }
        }

        private DreamCacherException cutShort(String announced, int found) {
            return DreamCacherException.badRequest(
                    "A PNG file ends with an IEND chunk; at byte %,d there should be %s, but %,d bytes are left: the file is cut short, get it again."
                            .formatted(next, announced, Math.max(0, found)));
        }
    }
}
