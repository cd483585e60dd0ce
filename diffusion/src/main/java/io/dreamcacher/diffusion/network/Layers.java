package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.Arithmetic.Rows;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The layers that networks are made of. Weights are found below a prefix by the names they have in the checkpoint, so a
 * network reads like its PyTorch source: {@code layers.in("self_attn").linear("q_proj", x, width, width)}.
 *
 * <p>
 * This class alone decides which operators compute a layer, and leaves products with weights to the {@link Arithmetic} of
 * the precision. Choices measured on ONNX Runtime 1.29, CPU: {@code MultiHeadAttention} needs tens of megabytes where
 * plain matrix products need gigabytes at 4,096 tokens; group norm is an instance norm whose affine part is a batch norm;
 * {@code QuickGelu} with alpha 1 is SiLU.
 */
final class Layers {
    private final OnnxGraph graph;
    private final Weights weights;
    private final Arithmetic arithmetic;
    private final String prefix;

    private Layers(OnnxGraph graph, Weights weights, Arithmetic arithmetic, String prefix) {
        this.graph = graph;
        this.weights = weights;
        this.arithmetic = arithmetic;
        this.prefix = prefix;
    }

    /** Layers at the root of a checkpoint, computed exactly. */
    public Layers(OnnxGraph graph, Weights weights) {
        this(graph, weights, Precision.EXACT);
    }

    /** Layers at the root of a checkpoint. */
    public Layers(OnnxGraph graph, Weights weights, Precision precision) {
        this(graph, weights, Arithmetic.of(precision, graph), "");
    }

    /** The same layers, always computed exactly: for small ones that much depends on. */
    public Layers exact() {
        return new Layers(graph, weights, new FloatArithmetic(graph), prefix);
    }

    /** The graph that layers are added to. */
    public OnnxGraph graph() {
        return graph;
    }

    /** The layers below a name, which may be dotted. */
    public Layers in(String name) {
        return new Layers(graph, weights, arithmetic, prefix + name + ".");
    }

    /** The layers below an index of a list. */
    public Layers in(int index) {
        return in(Integer.toString(index));
    }

    /** Whether the checkpoint has a tensor of this name here. */
    public boolean has(String name) {
        return weights.has(prefix + name);
    }

    int rank(String name) {
        return weights.rank(prefix + name);
    }

    /** A weight as 32-bit floats; its shape in the file must be one of {@code accepted}. */
    public Value weight(String name, Shape... accepted) {
        return widened(prefix + name, weights.stored(graph, prefix + name, accepted));
    }

    /** Some rows of a weight as 32-bit floats. */
    Value rows(String name, Rows rows, Shape... accepted) {
        return widened(prefix + name, weights.rows(graph, prefix + name, rows, accepted));
    }

    /** Some rows of a weight as bytes with scales. */
    Weights.Quantized quantized(String name, Rows rows, Shape... accepted) {
        return weights.quantized(graph, prefix + name, rows, accepted);
    }

    private Value widened(String name, Value stored) {
        return weights.isStoredAsFloat(name)
                ? stored
                : graph.op("Cast", List.of(stored), Attribute.of("to", OnnxType.FLOAT.number()));
    }

    /** {@code x W^T + b}, over the last dimension: [..., in] to [..., out]. The kernel of a 1x1 convolution will do as W. */
    public Value linear(String name, Value x, long in, long out) {
        Layers layer = in(name);
        return arithmetic.linear(layer, x, Rows.all(out), in, layer.weight("bias", Shape.of(out)));
    }

    /** {@code x W^T}, over the last dimension: [..., in] to [..., out]. The kernel of a 1x1 convolution will do as W. */
    public Value linearWithoutBias(String name, Value x, long in, long out) {
        return arithmetic.linear(in(name), x, Rows.all(out), in, Value.ABSENT);
    }

    /**
     * The outputs of {@code x W^T + b} as equal parts, first ones first: [..., in] to [..., out / parts] each. The matrix is
     * cut instead of the product, which would be copied.
     */
    public List<Value> linearParts(String name, Value x, long in, long out, int parts) {
        Layers layer = in(name);
        long each = out / parts;
        return IntStream.range(0, parts).mapToObj(i -> {
            Rows rows = new Rows(out, i * each, each);
            return arithmetic.linear(layer, x, rows, in, layer.rows("bias", rows, Shape.of(out)));
        }).toList();
    }

    /** A convolution with bias: [batch, in, h, w] to [batch, out, h', w']. */
    public Value conv(String name, Value x, Kernel kernel, long in, long out) {
        Layers layer = in(name);
        return arithmetic.conv(layer, x, kernel, in, out, layer.weight("bias", Shape.of(out)));
    }

    /** A convolution without bias: [batch, in, h, w] to [batch, out, h', w']. */
    public Value convWithoutBias(String name, Value x, Kernel kernel, long in, long out) {
        return arithmetic.conv(in(name), x, kernel, in, out, Value.ABSENT);
    }

    /** Rows of a table: whole numbers [batch, n] to [batch, n, width]. The table is widened row by row. */
    public Value embedding(String name, Value ids, long rows, long width) {
        String table = prefix + name + ".weight";
        Value stored = weights.stored(graph, table, Shape.of(rows, width));
        return widened(table, graph.op("Gather", List.of(stored, ids)));
    }

    /** Layer normalisation over the last dimension (Ba et al. 2016). */
    public Value layerNorm(String name, Value x, long width, float epsilon) {
        Layers norm = in(name);
        return graph.op("LayerNormalization",
                List.of(x, norm.weight("weight", Shape.of(width)), norm.weight("bias", Shape.of(width))),
                Attribute.of("epsilon", epsilon));
    }

    /** Group normalisation of an image's channels (Wu and He 2018): [batch, channels, h, w], shape kept. */
    public Value groupNorm(String name, Value x, long channels, int groups, float epsilon) {
        Layers norm = in(name);
        Value grouped = graph.op("Reshape", List.of(x, graph.integers(0, groups, -1))); // [batch, groups, rest]
        Value normalized = graph.op("InstanceNormalization",
                List.of(grouped, graph.floats(groups, 1), graph.floats(groups, 0)), Attribute.of("epsilon", epsilon));
        Value image = graph.op("Reshape", List.of(normalized, shape(x)));
        return graph.op("BatchNormalization",
                List.of(image, norm.weight("weight", Shape.of(channels)), norm.weight("bias", Shape.of(channels)),
                        graph.floats(channels, 0), graph.floats(channels, 1)),
                Attribute.of("epsilon", 0f));
    }

    /** A non-linear function of each element. */
    public Value activation(Activation activation, Value x) {
        return switch (activation) {
            case QUICK_GELU -> graph.runtimeOp("QuickGelu", List.of(x), Attribute.of("alpha", 1.702f));
            case GELU -> graph.op("Gelu", List.of(x));
            case SILU -> graph.runtimeOp("QuickGelu", List.of(x), Attribute.of("alpha", 1f));
        };
    }

    /** Multi-head attention, scaled by the root of a head's width: queries [batch, n, width], keys and values [batch, m, width]. */
    public Value attention(Value query, Value key, Value value, int heads) {
        return attention(query, key, value, Attribute.of("num_heads", heads));
    }

    /** The same, but each position sees itself and what is before it only. */
    public Value causalAttention(Value query, Value key, Value value, int heads) {
        return attention(query, key, value, Attribute.of("num_heads", heads), Attribute.of("unidirectional", 1));
    }

    private Value attention(Value query, Value key, Value value, Attribute... attributes) {
        return graph.runtimeOp("MultiHeadAttention", List.of(query, key, value), attributes);
    }

    /** Element-wise sum, with broadcasting. */
    public Value add(Value a, Value b) {
        return graph.op("Add", List.of(a, b));
    }

    /** Element-wise product, with broadcasting. */
    public Value multiply(Value a, Value b) {
        return graph.op("Mul", List.of(a, b));
    }

    /** Values one after the other along an axis. */
    public Value concat(int axis, Value... values) {
        return graph.op("Concat", List.of(values), Attribute.of("axis", axis));
    }

    /** Nearest-neighbour enlargement of an image by two in both directions. */
    public Value upsample(Value x) {
        return resize(List.of(x, Value.ABSENT, graph.floats(1, 1, 2, 2)));
    }

    /** Nearest-neighbour enlargement of an image to the height and width of another. */
    public Value upsample(Value x, Value like) {
        Value leading = graph.op("Shape", List.of(x), Attribute.of("end", 2));
        Value trailing = graph.op("Shape", List.of(like), Attribute.of("start", 2));
        return resize(List.of(x, Value.ABSENT, Value.ABSENT, concat(0, leading, trailing)));
    }

    private Value resize(List<Value> operands) {
        return graph.op("Resize", operands, Attribute.of("mode", "nearest"),
                Attribute.of("coordinate_transformation_mode", "asymmetric"), Attribute.of("nearest_mode", "floor"));
    }

    /** An image's pixels as a sequence: [batch, channels, h, w] to [batch, h*w, channels]. */
    public Value tokens(Value image) {
        return transpose(graph.op("Reshape", List.of(image, graph.integers(0, 0, -1))));
    }

    /** The inverse of {@link #tokens}: [batch, h*w, channels] to the shape of {@code like}, [batch, channels, h, w]. */
    public Value image(Value tokens, Value like) {
        return graph.op("Reshape", List.of(transpose(tokens), shape(like)));
    }

    private Value transpose(Value x) {
        return graph.op("Transpose", List.of(x), Attribute.of("perm", new long[]{0, 2, 1}));
    }

    private Value shape(Value x) {
        return graph.op("Shape", List.of(x));
    }
}
