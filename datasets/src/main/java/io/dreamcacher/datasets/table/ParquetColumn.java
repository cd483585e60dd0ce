package io.dreamcacher.datasets.table;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The values of one column of one row group, none for a row without one.
 *
 * @param name of the column
 * @param type of all its values
 * @param values one a row
 */
record ParquetColumn(String name, Type type, List<Optional<Object>> values) {

    private static final int OPTIONAL = 1;
    private static final int UTF8 = 0;
    private static final int RLE = 3;
    private static final int BITS = 8;

    /** Parquet's types, with their numbers in its {@code parquet.thrift}. */
    enum Type {
        BOOLEAN(0), INT64(2), DOUBLE(5), TEXT(6);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        /** The one that holds all of these. */
        static Type of(Stream<Object> values) {
            List<Object> all = values.toList();
            if (all.isEmpty()) {
                return TEXT;
            }
            if (all.stream().allMatch(Boolean.class::isInstance)) {
                return BOOLEAN;
            }
            if (all.stream().allMatch(value -> value instanceof Long || value instanceof Integer)) {
                return INT64;
            }
            return all.stream().allMatch(Number.class::isInstance) ? DOUBLE : TEXT;
        }
    }

    /** A column of values of any types: the one that holds all of them is taken. */
    static ParquetColumn of(String name, List<Optional<Object>> values) {
        return new ParquetColumn(name, Type.of(values.stream().flatMap(Optional::stream)), values);
    }

    void describe(CompactThrift footer) {
        footer.element().i32(1, type.number).i32(3, OPTIONAL).text(4, name);
        if (type == Type.TEXT) {
            footer.i32(6, UTF8);
        }
        footer.end();
    }

    /** Header and content of the one data page, in version 1. */
    byte[] page() {
        byte[] content = content();
        byte[] header = new CompactThrift().i32(1, 0)
                .i32(2, content.length)
                .i32(3, content.length)
                .struct(5)
                .i32(1, values.size())
                .i32(2, 0)
                .i32(3, RLE)
                .i32(4, RLE)
                .end()
                .finish();
        return ByteBuffer.allocate(header.length + content.length).put(header).put(content).array();
    }

    private byte[] content() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] levels = packed(values.stream().map(Optional::isPresent).toList());
        byte[] run = varint((levels.length << 1) | 1);
        out.writeBytes(number(Integer.BYTES).putInt(run.length + levels.length).array());
        out.writeBytes(run);
        out.writeBytes(levels);
        List<Object> present = values.stream().flatMap(Optional::stream).toList();
        if (type == Type.BOOLEAN) {
            out.writeBytes(packed(present.stream().map(Boolean.TRUE::equals).toList()));
        } else {
            present.forEach(value -> out.writeBytes(plain(value)));
        }
        return out.toByteArray();
    }

    private byte[] plain(Object value) {
        return switch (type) {
            case INT64 -> number(Long.BYTES).putLong(((Number) value).longValue()).array();
            case DOUBLE -> number(Double.BYTES).putDouble(((Number) value).doubleValue()).array();
            case BOOLEAN, TEXT -> {
                byte[] text = Objects.toString(value).getBytes(StandardCharsets.UTF_8);
                yield number(Integer.BYTES + text.length).putInt(text.length).put(text).array();
            }
        };
    }

    private static ByteBuffer number(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A bit each, the lowest first. */
    private static byte[] packed(List<Boolean> bits) {
        byte[] packed = new byte[Math.ceilDiv(bits.size(), BITS)];
        for (int i = 0; i < bits.size(); i++) {
            if (bits.get(i)) {
                packed[i / BITS] |= (byte) (1 << (i % BITS));
            }
        }
        return packed;
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        while ((left & ~0x7f) != 0) {
            out.write((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.write(left);
        return out.toByteArray();
    }
}
