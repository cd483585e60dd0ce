package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Builds one ONNX model, operator by operator; every method that adds an operator returns its output. Field numbers are
 * those of {@code onnx.proto} (ONNX 1.19). Not thread-safe; a builder is used once and thrown away.
 */
final class OnnxGraph {
    private static final int IR_VERSION = 11;
    private static final int OPERATOR_SET = 23;
    private static final String STANDARD = "";
    private static final String MICROSOFT = "com.microsoft";

    private final List<byte[]> nodes = new ArrayList<>();
    private final List<byte[]> initializers = new ArrayList<>();
    private final List<byte[]> inputs = new ArrayList<>();
    private final List<byte[]> outputs = new ArrayList<>();
    private final Map<String, Value> shared = new HashMap<>();
    private final Map<String, External> externals = new LinkedHashMap<>();
    private int valueCount;

    /** Declares an input; the names of its dimensions say their meaning, and equal names equal sizes. */
    public Value input(String name, OnnxType type, String... dimensions) {
        inputs.add(valueInfo(name, type, dimensions));
        return new Value(name);
    }

    /** Declares a value as an output under a name of its own; it is made of 32-bit floats. Without dimensions, any shape. */
    public void output(String name, Value value, String... dimensions) {
        addNode(STANDARD, "Identity", List.of(value), List.of(new Value(name)));
        outputs.add(valueInfo(name, OnnxType.FLOAT, dimensions));
    }

    /** Adds an operator of the ONNX standard with one output. */
    public Value op(String type, List<Value> operands, Attribute... attributes) {
        return op(STANDARD, type, 1, operands, attributes).getFirst();
    }

    /** Adds an operator of ONNX Runtime's own set with one output. */
    public Value runtimeOp(String type, List<Value> operands, Attribute... attributes) {
        return op(MICROSOFT, type, 1, operands, attributes).getFirst();
    }

    /** Adds an operator of the ONNX standard with several outputs. */
    List<Value> ops(String type, int results, List<Value> operands) {
        return op(STANDARD, type, results, operands);
    }

    /** A tensor whose bytes lie outside, declared once however often it is asked for; where they lie is said later. */
    Value external(String name, OnnxType type, Shape shape) {
        externals.putIfAbsent(name, new External(type, shape));
        return new Value(name);
    }

    private record External(OnnxType type, Shape shape) {}

    /** Names of all external tensors, in the order of their declaration. */
    Set<String> externals() {
        return Collections.unmodifiableSet(externals.keySet());
    }

    /** Where the bytes of an external tensor lie; the location is relative to the model's weight folder. */
    record ExternalData(String location, long offset, long length) {}

    private static byte[] encode(String name, External external, ExternalData data) {
        return ProtoWriter.message(tensor -> {
            tensor.integers(1, external.shape.toArray()).integer(2, external.type.number()).text(8, name);
            externalEntry(tensor, "location", data.location());
            externalEntry(tensor, "offset", Long.toString(data.offset()));
            externalEntry(tensor, "length", Long.toString(data.length()));
            tensor.integer(14, 1);
        });
    }

    private static void externalEntry(ProtoWriter tensor, String key, String value) {
        tensor.message(13, entry -> entry.text(1, key).text(2, value));
    }

    /** A constant list of integers. */
    public Value integers(long... values) {
        return shared.computeIfAbsent("integers " + Arrays.toString(values),
                key -> constant(OnnxType.INT64, new long[]{values.length}, encode(values)));
    }

    /** A constant integer without dimensions. */
    public Value integer(long value) {
        return shared.computeIfAbsent("integer " + value,
                key -> constant(OnnxType.INT64, new long[0], encode(new long[]{value})));
    }

    /** A constant list of floats. */
    public Value floats(float... values) {
        return shared.computeIfAbsent("floats " + Arrays.toString(values), key -> {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return constant(OnnxType.FLOAT, new long[]{values.length}, bytes.array());
        });
    }

    /** A constant list of {@code count} equal floats. */
    public Value floats(long count, float value) {
        float[] values = new float[Math.toIntExact(count)];
        Arrays.fill(values, value);
        return floats(values);
    }

    private static byte[] encode(long[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return bytes.array();
    }

    private Value constant(OnnxType type, long[] sizes, byte[] data) {
        Value value = nextValue("constant");
        initializers.add(ProtoWriter.message(
                tensor -> tensor.integers(1, sizes).integer(2, type.number()).text(8, value.name()).bytes(9, data)));
        return value;
    }

    private List<Value> op(String domain, String type, int results, List<Value> operands, Attribute... attributes) {
        List<Value> values = IntStream.range(0, results).mapToObj(i -> nextValue(type)).toList();
        addNode(domain, type, operands, values, attributes);
        return values;
    }

    private Value nextValue(String kind) {
        return new Value(kind + "_" + valueCount++);
    }

    private void addNode(String domain, String type, List<Value> operands, List<Value> results,
            Attribute... attributes) {
        nodes.add(ProtoWriter.message(node -> {
            operands.forEach(value -> node.text(1, value.name()));
            results.forEach(value -> node.text(2, value.name()));
            node.text(3, results.getFirst().name()).text(4, type);
            for (Attribute attribute : attributes) {
                node.message(5, attribute::write);
            }
            node.text(7, domain);
        }));
    }

    private static byte[] valueInfo(String name, OnnxType type, String... dimensions) {
        return ProtoWriter.message(info -> info.text(1, name)
                .message(2,
                        typeProto -> typeProto.message(1, tensor -> writeType(tensor, type, dimensions))));
    }

    private static void writeType(ProtoWriter tensor, OnnxType type, String... dimensions) {
        tensor.integer(1, type.number());
        if (dimensions.length > 0) {
            tensor.message(2, shape -> {
                for (String dimension : dimensions) {
                    shape.message(1, proto -> proto.text(2, dimension));
                }
            });
        }
    }

    /**
     * The finished model, without the bytes of external tensors.
     *
     * @param places
     *            says of every external tensor where its bytes lie
     */
    byte[] toModel(Function<String, ExternalData> places) {
        return ProtoWriter.message(model -> model.integer(1, IR_VERSION)
                .text(2, "dreamcacher")
                .message(7, graph -> writeGraph(graph, places))
                .message(8, set -> set.text(1, STANDARD).integer(2, OPERATOR_SET))
                .message(8, set -> set.text(1, MICROSOFT).integer(2, 1)));
    }

    private void writeGraph(ProtoWriter graph, Function<String, ExternalData> places) {
        nodes.forEach(node -> graph.bytes(1, node));
        graph.text(2, "graph");
        initializers.forEach(tensor -> graph.bytes(5, tensor));
        externals.forEach((name, external) -> graph.bytes(5, encode(name, external, places.apply(name))));
        inputs.forEach(info -> graph.bytes(11, info));
        outputs.forEach(info -> graph.bytes(12, info));
    }
}
