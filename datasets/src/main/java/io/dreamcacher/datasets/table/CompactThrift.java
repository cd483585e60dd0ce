package io.dreamcacher.datasets.table;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes structures in Thrift's compact protocol (thrift-compact-protocol.md), which Parquet's headers and footers are in. */
final class CompactThrift {
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int SHORT_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> outerFields = new ArrayDeque<>();
    private int lastField;

    CompactThrift i32(int field, int value) {
        begin(field, I32);
        varint(zigzag(value));
        return this;
    }

    CompactThrift i64(int field, long value) {
        begin(field, I64);
        varint(zigzag(value));
        return this;
    }

    CompactThrift text(int field, String value) {
        begin(field, BINARY);
        bytes(value);
        return this;
    }

    /** Begins a list of structures; each is between {@link #element} and {@link #end}. */
    CompactThrift structs(int field, int size) {
        return list(field, size, STRUCT);
    }

    CompactThrift numbers(int field, int... values) {
        list(field, values.length, I32);
        for (int value : values) {
            varint(zigzag(value));
        }
        return this;
    }

    CompactThrift texts(int field, String value) {
        list(field, 1, BINARY);
        bytes(value);
        return this;
    }

    CompactThrift struct(int field) {
        begin(field, STRUCT);
        return element();
    }

    /** Begins a structure. */
    CompactThrift element() {
        outerFields.push(lastField);
        lastField = 0;
        return this;
    }

    /** Ends a structure. */
    CompactThrift end() {
        out.write(0);
        lastField = outerFields.pop();
        return this;
    }

    /** What was written; the outermost structure is ended. */
    byte[] finish() {
        out.write(0);
        return out.toByteArray();
    }

    private CompactThrift list(int field, int size, int type) {
        begin(field, LIST);
        if (size < SHORT_LIST) {
            out.write((size << 4) | type);
        } else {
            out.write((SHORT_LIST << 4) | type);
            varint(size);
        }
        return this;
    }

    private void begin(int field, int type) {
        out.write(((field - lastField) << 4) | type); // fields are written in order, none further apart than 15
        lastField = field;
    }

    private void bytes(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
