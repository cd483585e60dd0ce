package io.dreamcacher.bench;

import io.dreamcacher.diffusion.model.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Names and shapes of a network's tensors, written down layer by layer as PyTorch names them. Not thread-safe. */
final class TensorPlan {
    private final String prefix;
    private final SequencedMap<String, Shape> shapes;

    private TensorPlan(String prefix, SequencedMap<String, Shape> shapes) {
        this.prefix = prefix;
        this.shapes = shapes;
    }

    TensorPlan() {
        this("", new LinkedHashMap<>());
    }

    /** The plan below a dotted name. */
    TensorPlan in(Object name) {
        return new TensorPlan(prefix + name + ".", shapes);
    }

    /** All tensors so far, in the order they were written down. */
    Map<String, Shape> shapes() {
        return shapes;
    }

    void table(String name, long rows, long width) {
        shapes.put(prefix + name + ".weight", Shape.of(rows, width));
    }

    void linear(String name, long in, long out) {
        table(name, out, in);
        vector(name + ".bias", out);
    }

    void conv(String name, long in, long out, long size) {
        shapes.put(prefix + name + ".weight", Shape.of(out, in, size, size));
        vector(name + ".bias", out);
    }

    void norm(String name, long width) {
        vector(name + ".weight", width);
        vector(name + ".bias", width);
    }

    private void vector(String name, long width) {
        shapes.put(prefix + name, Shape.of(width));
    }
}
