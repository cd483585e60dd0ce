package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a network is loaded from: its config and its weights, wherever they lie. Immutable and thread-safe. */
public interface NetworkFiles {
    /** Where it comes from, for messages: a folder, or a part of a file. */
    String name();

    /** Its settings, by the keys of its library's config.json. */
    ModelConfig config();

    /**
     * Its tensors, by the names its library gives them; headers are read and checked, no numbers.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if a file is missing or invalid
     */
    Checkpoint checkpoint();

    /**
     * Takes a network as it is there.
     *
     * @param <R> what is made of it
     */
    interface Reader<R> {
        /** Of weights, for which a graph has to be written. */
        R written(Checkpoint weights);

        /** Of graphs that somebody exported. */
        R exported(ExportedNetwork network);
    }

    /** Hands over its weights, or its graphs. */
    default <R> R read(Reader<R> reader) {
        return reader.written(checkpoint());
    }

    /** Whether it computes as it was exported, with no other weights and in no other precision. */
    default boolean isFixed() {
        return false;
    }

    /** What its weights are stored as. */
    default Storage storage() {
        return Storage.of(checkpoint());
    }

    /**
     * What is wrong with the first of its tensors that has an infinite number or NaN; empty if all are finite, or nobody can
     * say. Reads all weights.
     */
    default Optional<String> problem() {
        return Finite.problem(checkpoint());
    }

    /** The same network with other weights: some replaced, or more of them. */
    default NetworkFiles with(Checkpoint other) {
        return with(config(), other);
    }

    /** The same network with other settings and weights. */
    default NetworkFiles with(ModelConfig settings, Checkpoint other) {
        return new Replaced(name(), settings, other);
    }

    /**
     * A network that is not quite what its files say.
     *
     * @param name of the network whose files they are
     * @param config its settings now
     * @param checkpoint its weights now
     */
    record Replaced(String name, ModelConfig config, Checkpoint checkpoint) implements NetworkFiles {}

    /**
     * What weights are stored as; whole numbers, which are positions and not learned, do not count.
     *
     * @param bytes by the name of the type, such as {@code F32}
     * @param parameters how many numbers there are; 0 where ONNX graphs keep it to themselves
     */
    record Storage(Map<String, Long> bytes, long parameters) {
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
}
