package io.dreamcacher.diffusion.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What weights are stored as; whole numbers, which are positions and not learned, do not count.
 *
 * @param bytes by the name of the type, such as {@code F32}
 * @param parameters how many numbers there are; 0 where ONNX graphs keep it to themselves
 */
public record Storage(Map<String, Long> bytes, long parameters) {
    /** Of nothing yet. */
    public static final Storage NONE = new Storage(Map.of(), 0);

    static final Storage EXPORTED = new Storage(Map.of("ONNX", 0L), 0);

    /** Copies the map. */
    public Storage {
        bytes = Map.copyOf(bytes);
    }

    static Storage of(Checkpoint checkpoint) {
        Storage sum = NONE;
        for (String name : checkpoint.names()) {
            if (checkpoint.tensor(name) instanceof WeightTensor.Stored stored && isLearned(stored.entry().type())) {
                sum = sum.and(new Storage(Map.of(stored.entry().type().name(), stored.entry().length()),
                        stored.shape().elements()));
            }
        }
        return sum;
    }

    private static boolean isLearned(TensorType type) {
        return type.isFraction() || type == TensorType.F8_E4M3 || type == TensorType.F8_E5M2;
    }

    /** Both together. */
    public Storage and(Storage other) {
        Map<String, Long> sum = new TreeMap<>(bytes);
        other.bytes.forEach((type, size) -> sum.merge(type, size, Long::sum));
        return new Storage(sum, parameters + other.parameters);
    }

    /** Types, those with most bytes first; {@code ONNX} where graphs keep it to themselves. */
    public List<String> types() {
        return bytes.entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** All of them together. */
    public long sizeBytes() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
