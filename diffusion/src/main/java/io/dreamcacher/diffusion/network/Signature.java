package io.dreamcacher.diffusion.network;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a graph takes and gives, by name.
 *
 * @param name of the network, for messages
 * @param inputs types and sizes
 * @param outputs types and sizes
 */
record Signature(String name, Map<String, Declared> inputs, Map<String, Declared> outputs) {
    /**
     * A tensor as a graph declares it.
     *
     * @param type of its elements
     * @param sizes outermost first; −1 for one that may differ from call to call
     */
    record Declared(OnnxJavaType type, List<Long> sizes) {
        static Declared of(NodeInfo info) {
            return info.getInfo() instanceof TensorInfo tensor
                    ? new Declared(tensor.type, Arrays.stream(tensor.getShape()).boxed().toList())
                    : new Declared(OnnxJavaType.UNKNOWN, List.of());
        }

        /** Whether it is made of whole numbers, of 32 or 64 bits. */
        boolean isWhole() {
            return type == OnnxJavaType.INT64 || type == OnnxJavaType.INT32;
        }
    }

    static Signature of(String name, Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs) {
        Map<String, Declared> ins = new TreeMap<>();
        inputs.forEach((input, info) -> ins.put(input, Declared.of(info)));
        Map<String, Declared> outs = new TreeMap<>();
        outputs.forEach((output, info) -> outs.put(output, Declared.of(info)));
        return new Signature(name, ins, outs);
    }

    /** A size of an input or output that the graph fixes; empty if it does not, or there is no such tensor. */
    static OptionalInt fixedSize(Map<String, Declared> tensors, String tensor, int dimension) {
        Declared declared = tensors.get(tensor);
        if (declared == null || declared.sizes.size() <= dimension || declared.sizes.get(dimension) < 1) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Math.toIntExact(declared.sizes.get(dimension)));
    }

    /** What is declared of an input; a tensor of other sizes than the graph fixes is refused. */
    Declared input(String input, Shape given) {
        Declared declared = inputs.get(input);
        if (declared == null) {
            throw new IllegalArgumentException("%s takes %s; found %s".formatted(name, inputs.keySet(), input));
        }
        boolean fits = given.elements() == 1 || IntStream.range(0, declared.sizes.size())
                .allMatch(
                        i -> declared.sizes.get(i) < 0 || (i < given.rank() && declared.sizes.get(i) == given.size(i)));
        if (!fits) {
            throw DreamCacherException.badRequest(
                    "%s was made for a %s of the sizes %s, where -1 is free; found %s. Choose another size, or export it with free sizes."
                            .formatted(name, input, declared.sizes, given));
        }
        return declared;
    }

    /** Refuses a graph whose inputs are others than a network of its kind has. */
    void requireInputs(Set<String> expected) {
        if (!inputs.keySet().equals(expected)) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must take the inputs %s; it takes %s. Export it as optimum or diffusers does."
                            .formatted(name, new TreeSet<>(expected), inputs.keySet()));
        }
    }

    /** The first of some inputs that the graph has. */
    String requireInput(List<String> accepted) {
        return require(inputs, "take an input", "takes", accepted);
    }

    /** The first of some outputs that the graph has. */
    String requireOutput(List<String> accepted) {
        return require(outputs, "have an output", "has", accepted);
    }

    private String require(Map<String, Declared> tensors, String must, String does, List<String> accepted) {
        return accepted.stream()
                .filter(tensors::containsKey)
                .findFirst()
                .orElseThrow(() -> new DreamCacherException(FailureCategory.BAD_MODEL,
                        "%s must %s %s; it %s %s. Export it as optimum or diffusers does."
                                .formatted(name, must, String.join(" or ", accepted), does, tensors.keySet())));
    }
}
