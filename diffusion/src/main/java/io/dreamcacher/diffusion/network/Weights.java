package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.model.WeightTensor;
import io.dreamcacher.diffusion.network.Arithmetic.Rows;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A checkpoint that graphs take their weights from, and the record of which tensors they took. One instance may serve
 * several graphs, such as a model's encoder and decoder. Not thread-safe.
 */
final class Weights {
    private final Checkpoint checkpoint;
    private final Set<String> used = new HashSet<>();
    private final Map<String, WeightSource> sources = new TreeMap<>();

    /** Weights from a checkpoint, none of them used yet. */
    public Weights(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    boolean has(String name) {
        return checkpoint.has(name);
    }

    /**
     * Declares a tensor in a graph and marks it as used.
     *
     * @return its value, in the type it is stored in
     */
    Value stored(OnnxGraph graph, String name, Shape... accepted) {
        return declare(graph, name, new WeightSource.Plain(take(name, accepted)));
    }

    /** Declares some rows of a tensor in a graph and marks the tensor as used. */
    Value rows(OnnxGraph graph, String name, Rows rows, Shape... accepted) {
        return declare(graph, name(name, rows), new WeightSource.Plain(cut(take(name, accepted), rows)));
    }

    /**
     * A matrix as it goes into products of bytes.
     *
     * @param bytes what enters an output to the output: [in, out], or [size * size * in, out] of a kernel
     * @param scales what the bytes of each output are multiplied by
     */
    record Quantized(Value bytes, Value scales) {}

    /** Declares some rows of a matrix or kernel in a graph as bytes and scales, and marks it as used. */
    Quantized quantized(OnnxGraph graph, String name, Rows rows, Shape... accepted) {
        Int8Matrix matrix = new Int8Matrix(cut(take(name, accepted), rows));
        return new Quantized(declare(graph, name(name, rows) + ".bytes", new WeightSource.Bytes(matrix)),
                declare(graph, name(name, rows) + ".scales", new WeightSource.Scales(matrix)));
    }

    private WeightTensor take(String name, Shape... accepted) {
        WeightTensor tensor = checkpoint.tensor(name);
        requireShape(name, tensor.shape(), accepted);
        var unused = type(name); // one that graphs can compute with
        used.add(name);
        return tensor;
    }

    private static WeightTensor cut(WeightTensor tensor, Rows rows) {
        return rows.areAll() ? tensor : tensor.rows(rows.first(), rows.count());
    }

    private static String name(String name, Rows rows) {
        return rows.areAll() ? name : "%s[%d+%d]".formatted(name, rows.first(), rows.count());
    }

    private Value declare(OnnxGraph graph, String name, WeightSource source) {
        sources.putIfAbsent(name, source);
        OnnxType type = OnnxType.ofWeights(source.type()).orElseThrow();
        return graph.external(name, type, source.shape());
    }

    /**
     * Says where the bytes of a graph's weights lie; those that are rounded to bytes are found in the cache folder, or
     * made there.
     */
    WeightPlaces places(OnnxGraph graph, SessionSettings settings) {
        SortedMap<String, WeightSource> needed = new TreeMap<>(sources);
        needed.keySet().retainAll(graph.externals());
        boolean asTheyAre = needed.values().stream().allMatch(WeightSource.Plain.class::isInstance);
        return asTheyAre
                ? WeightPlaces.of(checkpoint.realFolder(), needed)
                : WeightPlaces.of(Int8WeightsFile.in(settings.requiredCacheFolder()).checkpoint(needed));
    }

    int rank(String name) {
        return checkpoint.tensor(name).shape().rank();
    }

    boolean isStoredAsFloat(String name) {
        return type(name) == OnnxType.FLOAT;
    }

    private void requireShape(String name, Shape found, Shape... accepted) {
        if (!Arrays.asList(accepted).contains(found)) {
            throw invalid("Tensor %s of %s must have the shape %s that config.json asks for; found %s. %s".formatted(
                    name, checkpoint.source(),
                    String.join(" or ", Arrays.stream(accepted).map(Shape::toString).toList()),
                    found, "Check that config.json and weights belong together."));
        }
    }

    private OnnxType type(String name) {
        return switch (checkpoint.tensor(name)) {
            case WeightTensor.Made made -> OnnxType.FLOAT;
            case WeightTensor.Stored(SafetensorsFile file, TensorEntry entry) -> OnnxType.ofWeights(entry.type())
                    .orElseThrow(() -> invalid("Tensor %s of %s must be stored as F32, F16 or BF16; found %s."
                            .formatted(entry.name(), file.path(), entry.type())));
        };
    }

    /**
     * Proves that the graphs took every tensor, so that nothing of the model was overlooked.
     *
     * @param knownUnused
     *            names that the model is known to carry without using them
     * @throws DreamCacherException
     *             {@code BAD_MODEL} naming tensors that are left over
     */
    public void requireAllUsed(Predicate<String> knownUnused) {
        List<String> left = checkpoint.names()
                .stream()
                .filter(name -> !used.contains(name) && !knownUnused.test(name))
                .toList();
        if (!left.isEmpty()) {
            throw invalid(
                    "Every tensor of %s must have a place in the network that config.json describes; %d have none: %s%s. %s"
                            .formatted(checkpoint.source(), left.size(),
                                    String.join(", ", left.subList(0, Math.min(3, left.size()))),
                                    left.size() > 3 ? ", ..." : "", "This kind of network is not supported."));
        }
    }

    private static DreamCacherException invalid(String message) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, message);
    }
}
