package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.Weights.Quantized;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Products in 8-bit integers with 32-bit sums: activations are unsigned, rounded as they come with one scale for a whole
 * tensor; weights are signed, rounded once with a scale for each output channel. A convolution lays the pixels that each
 * output sees side by side (im2col), one {@code Gather} over rows of channels, and is then a product too. Layers with few
 * channels stay in floats: rounding costs more there than it saves. So do the first and the last convolution of every
 * published network, which images depend on most.
 */
final class Int8Arithmetic implements Arithmetic {
    /** The fewest channels, in and out, that are worth it. */
    private static final long FEWEST_CHANNELS = 32;
    private static final long[] TO_PIXELS = {0, 2, 3, 1};
    private static final long[] TO_PLANES = {0, 3, 1, 2};

    private final OnnxGraph graph;
    private final FloatArithmetic floats;
    private final Map<Value, QuantizedInput> rounded = new HashMap<>();

    /** Unsigned bytes q that stand for {@code scale * (q - zero)}. */
    private record QuantizedInput(Value bytes, Value scale, Value zero) {}

    Int8Arithmetic(OnnxGraph graph) {
        this.graph = graph;
        this.floats = new FloatArithmetic(graph);
    }

    @Override
    public Value linear(Layers layer, Value x, Rows rows, long in, Value bias) {
        if (in < FEWEST_CHANNELS || rows.count() < FEWEST_CHANNELS) {
            return floats.linear(layer, x, rows, in, bias);
        }
        Quantized weight = layer.quantized("weight", rows, Shape.of(rows.all(), in), Shape.of(rows.all(), in, 1, 1));
        QuantizedInput input = round(x);
        return product(input.bytes, input, weight, bias);
    }

    @Override
    public Value conv(Layers layer, Value x, Kernel kernel, long in, long out, Value bias) {
        if (in < FEWEST_CHANNELS || out < FEWEST_CHANNELS) {
            return floats.conv(layer, x, kernel, in, out, bias);
        }
        Quantized weight = layer.quantized("weight", Rows.all(out), Shape.of(out, in, kernel.size(), kernel.size()));
        QuantizedInput input = round(x);
        Value pixels = transpose(input.bytes, TO_PIXELS); // [batch, h, w, in]
        Side height = side(x, 2, kernel);
        Side width = side(x, 3, kernel);
        Value seen = kernel.equals(Kernel.POINT)
                ? pixels
                : columns(pad(pixels, kernel, input.zero), kernel, in, height, width);
        Value product = product(seen, input, weight, bias); // [batch, h' * w', out]
        Value batch = shape(x, 0);
        Value sizes = graph.op("Concat", List.of(batch, height.out, width.out, graph.integers(out)),
                Attribute.of("axis", 0));
        return transpose(graph.op("Reshape", List.of(product, sizes)), TO_PLANES);
    }

    /** A tensor is rounded once, however many products take it. */
    private QuantizedInput round(Value x) {
        return rounded.computeIfAbsent(x, key -> {
            List<Value> results = graph.ops("DynamicQuantizeLinear", 3, List.of(x));
            return new QuantizedInput(results.get(0), results.get(1), results.get(2));
        });
    }

    private Value product(Value bytes, QuantizedInput input, Quantized weight, Value bias) {
        return graph.runtimeOp("MatMulIntegerToFloat", List.of(bytes, weight.bytes(), input.scale, weight.scales(),
                input.zero, Value.ABSENT, bias));
    }

    /** One direction of an image: padded size of the input, and size of the output; lists of one number. */
    private record Side(Value padded, Value out) {}

    private Side side(Value image, int axis, Kernel kernel) {
        Value size = shape(image, axis);
        Value padded = graph.op("Add", List.of(size, graph.integers(kernel.padBefore() + kernel.padAfter())));
        Value last = graph.op("Sub", List.of(padded, graph.integers(kernel.size())));
        Value steps = graph.op("Div", List.of(last, graph.integers(kernel.stride())));
        return new Side(padded, graph.op("Add", List.of(steps, graph.integers(1))));
    }

    private Value pad(Value pixels, Kernel kernel, Value zero) {
        long before = kernel.padBefore();
        long after = kernel.padAfter();
        return graph.op("Pad", List.of(pixels, graph.integers(0, before, before, 0, 0, after, after, 0), zero));
    }

    /** The pixels under the kernel at each of its places, side by side: [batch, h' * w', size * size * in]. */
    private Value columns(Value padded, Kernel kernel, long in, Side height, Side width) {
        Value pixels = graph.op("Reshape", List.of(padded, graph.integers(0, -1, in)));
        Value indices = graph.op("Reshape", List.of(indices(kernel, height, width), graph.integers(-1)));
        Value gathered = graph.op("Gather", List.of(pixels, indices), Attribute.of("axis", 1));
        return graph.op("Reshape", List.of(gathered, graph.integers(0, -1, (long) kernel.size() * kernel.size() * in)));
    }

    /** Which pixel of the padded image each place of the kernel sees: [h', w', size * size]. */
    private Value indices(Kernel kernel, Side height, Side width) {
        Value places = graph.op("Add", List.of(
                column(graph.op("Mul", List.of(range(height.out, kernel.stride()), width.padded)), 1),
                column(range(width.out, kernel.stride()), 0))); // [h', w']
        long[] first = new long[kernel.size()];
        for (int i = 0; i < first.length; i++) {
            first[i] = i;
        }
        Value taps = graph.op("Add",
                List.of(column(graph.op("Mul", List.of(graph.integers(first), width.padded)), 1),
                        graph.integers(first)));
        return graph.op("Add", List.of(column(places, 2), graph.op("Reshape", List.of(taps, graph.integers(-1)))));
    }

    /** 0, stride, 2 stride, ... as many as {@code count}. */
    private Value range(Value count, int stride) {
        Value end = graph.op("Mul", List.of(count, graph.integers(stride)));
        return graph.op("Range", List.of(graph.integer(0), scalar(end), graph.integer(stride)));
    }

    private Value scalar(Value listOfOne) {
        return graph.op("Squeeze", List.of(listOfOne, graph.integers(0)));
    }

    private Value column(Value values, int axis) {
        return graph.op("Unsqueeze", List.of(values, graph.integers(axis)));
    }

    private Value shape(Value x, int axis) {
        return graph.op("Shape", List.of(x), Attribute.of("start", axis), Attribute.of("end", axis + 1));
    }

    private Value transpose(Value x, long... permutation) {
        return graph.op("Transpose", List.of(x), Attribute.of("perm", permutation));
    }
}
