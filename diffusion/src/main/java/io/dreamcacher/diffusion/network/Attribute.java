package io.dreamcacher.diffusion.network;

import java.util.function.Consumer;

/** A named constant that configures one operator, such as the axis of a concatenation. Immutable. */
final class Attribute {
    /** Kinds of values, with their numbers in {@code onnx.AttributeProto.AttributeType}. */
    private enum Kind {
        FLOAT(1), INTEGER(2), TEXT(3), INTEGERS(7);

        final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    private final String name;
    private final Kind kind;
    private final Consumer<ProtoWriter> value;

    private Attribute(String name, Kind kind, Consumer<ProtoWriter> value) {
        this.name = name;
        this.kind = kind;
        this.value = value;
    }

    /** A float. */
    public static Attribute of(String name, float value) {
        return new Attribute(name, Kind.FLOAT, proto -> proto.float32(2, value));
    }

    /** An integer. */
    public static Attribute of(String name, long value) {
        return new Attribute(name, Kind.INTEGER, proto -> proto.integer(3, value));
    }

    /** A text. */
    public static Attribute of(String name, String value) {
        return new Attribute(name, Kind.TEXT, proto -> proto.text(4, value));
    }

    /** A list of integers. */
    public static Attribute of(String name, long[] values) {
        long[] copy = values.clone();
        return new Attribute(name, Kind.INTEGERS, proto -> proto.integers(8, copy));
    }

    /** Writes it as an {@code onnx.AttributeProto}. */
    void write(ProtoWriter proto) {
        proto.text(1, name);
        value.accept(proto);
        proto.integer(20, kind.number);
    }
}
