package io.dreamcacher.diffusion.onnx;

import io.dreamcacher.diffusion.onnx.OnnxGraph.ExternalData;
import io.dreamcacher.diffusion.safetensors.Checkpoint;
import io.dreamcacher.diffusion.safetensors.SafetensorsFile;
import io.dreamcacher.diffusion.safetensors.Shape;
import io.dreamcacher.diffusion.safetensors.TensorEntry;
import io.dreamcacher.diffusion.safetensors.WeightTensor;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A checkpoint that graphs take their weights from, and the record of which tensors they took. One instance may serve
 * several graphs, such as a model's encoder and decoder. Not thread-safe.
 */
public final class Weights {
    /** A place that is never read: the runtime is given these numbers. */
    private static final String MADE_HERE = "made-here";

    private final Checkpoint checkpoint;
    private final Path folder;
    private final Set<String> used = new HashSet<>();

    /** Weights from a checkpoint, none of them used yet. */
    public Weights(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.folder = checkpoint.realFolder();
    }

    /** The real folder that all weight files lie below. */
    public Path folder() {
        return folder;
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
        WeightTensor tensor = checkpoint.tensor(name);
        requireShape(name, tensor.shape(), accepted);
        used.add(name);
        return switch (tensor) {
            case WeightTensor.Stored(SafetensorsFile file, TensorEntry entry) -> graph.external(name,
                    type(name), entry.shape(), new ExternalData(location(file), entry.offset(), entry.length()));
            case WeightTensor.Made made -> graph.external(name, OnnxType.FLOAT, made.shape(),
                    new ExternalData(MADE_HERE, 0, made.shape().elements() * Float.BYTES));
        };
    }

    private String location(SafetensorsFile file) {
        return folder.relativize(file.path()).toString().replace(File.separatorChar, '/');
    }

    /** Tensors of a graph that are no bytes of a file; the session must be given their numbers. */
    Map<String, WeightTensor.Made> made(OnnxGraph graph) {
        Map<String, WeightTensor.Made> made = new TreeMap<>();
        for (String name : checkpoint.names()) {
            if (checkpoint.tensor(name) instanceof WeightTensor.Made tensor && graph.hasExternal(name)) {
                made.put(name, tensor);
            }
        }
        return made;
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
