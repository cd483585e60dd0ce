package io.dreamcacher.diffusion.network;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Writes protocol-buffer messages, as far as ONNX models need them: variable-length integers, 32-bit floats and
 * length-delimited fields. The wire format is described at protobuf.dev/programming-guides/encoding.
 */
final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The bytes of the message that {@code body} writes. */
    static byte[] message(Consumer<ProtoWriter> body) {
        ProtoWriter writer = new ProtoWriter();
        body.accept(writer);
        return writer.out.toByteArray();
    }

    ProtoWriter integer(int field, long value) {
        varint(((long) field << 3) | VARINT);
        varint(value);
        return this;
    }

    ProtoWriter integers(int field, long... values) {
        for (long value : values) {
            integer(field, value);
        }
        return this;
    }

    ProtoWriter float32(int field, float value) {
        varint(((long) field << 3) | FIXED32);
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(bits >>> shift);
        }
        return this;
    }

    ProtoWriter bytes(int field, byte[] value) {
        varint(((long) field << 3) | LENGTH_DELIMITED);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    ProtoWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtoWriter message(int field, Consumer<ProtoWriter> body) {
        return bytes(field, message(body));
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
