package io.dreamcacher.diffusion.model;

import java.util.Optional;

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
}
