package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;
import java.util.List;

/**
 * Products in 32-bit floats. {@code FusedMatMul} takes weights as they are stored, without the transposed copy that a
 * {@code MatMul} needs; 16-bit weights are widened, which the runtime does once when it loads the graph.
 */
record FloatArithmetic(OnnxGraph graph) implements Arithmetic {
    @Override
    public Value linear(Layers layer, Value x, Rows rows, long in, Value bias) {
        Value weight = layer.rows("weight", rows, Shape.of(rows.all(), in), Shape.of(rows.all(), in, 1, 1));
        if (layer.rank("weight") == 4) {
            weight = graph.op("Reshape", List.of(weight, graph.integers(rows.count(), in)));
        }
        Value product = graph.runtimeOp("FusedMatMul", List.of(x, weight), Attribute.of("transB", 1));
        return bias.equals(Value.ABSENT) ? product : layer.add(product, bias);
    }

    @Override
    public Value conv(Layers layer, Value x, Kernel kernel, long in, long out, Value bias) {
        Value weight = layer.weight("weight", Shape.of(out, in, kernel.size(), kernel.size()));
        long before = kernel.padBefore();
        long after = kernel.padAfter();
        return graph.op("Conv", List.of(x, weight, bias),
                Attribute.of("kernel_shape", new long[]{kernel.size(), kernel.size()}),
                Attribute.of("strides", new long[]{kernel.stride(), kernel.stride()}),
                Attribute.of("pads", new long[]{before, before, after, after}));
    }
}
