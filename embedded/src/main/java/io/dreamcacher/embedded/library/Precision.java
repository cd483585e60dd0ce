package io.dreamcacher.embedded.library;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.TensorType;
import io.dreamcacher.diffusion.model.WeightTensor;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Adds up what weights are stored as; whole numbers, which are positions and not learned, do not count. */
final class Precision {
    private final Map<TensorType, Long> bytes = new EnumMap<>(TensorType.class);
    private long parameters;
    private boolean exported;

    /** Of some networks together. */
    static Precision of(Collection<? extends NetworkFiles> networks) {
        Precision sum = new Precision();
        for (NetworkFiles files : networks) {
            if (files instanceof ExportedNetwork) {
                sum.exported = true;
            } else {
                sum.add(files.checkpoint());
            }
        }
        return sum;
    }

    private void add(Checkpoint checkpoint) {
        for (String name : checkpoint.names()) {
            if (checkpoint.tensor(name) instanceof WeightTensor.Stored stored && isFraction(stored.entry().type())) {
                bytes.merge(stored.entry().type(), stored.entry().length(), Long::sum);
                parameters += stored.shape().elements();
            }
        }
    }

    private static boolean isFraction(TensorType type) {
        return switch (type) {
            case F8_E4M3, F8_E5M2, F16, BF16, F32, F64 -> true;
            case BOOL, U8, I8, I16, U16, I32, U32, I64, U64 -> false;
        };
    }

    /** Types, those with most bytes first; {@code ONNX} where graphs keep it to themselves. */
    List<String> types() {
        return exported
                ? List.of("ONNX")
                : bytes.entrySet()
                        .stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .map(entry -> entry.getKey().name())
                        .toList();
    }

    long parameters() {
        return parameters;
    }

    long sizeBytes() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
