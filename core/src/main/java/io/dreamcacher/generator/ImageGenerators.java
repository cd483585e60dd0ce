package io.dreamcacher.generator;

import java.util.List;

/** The models a memory can draw with. Thread-safe. */
public interface ImageGenerators extends AutoCloseable {
    /** Names of the models that are offered, one or more; the first is used where a request names none. */
    List<String> offered();

    /** Name of the model used where a request names none. */
    default String defaultModel() {
        return offered().getFirst();
    }

    /**
     * The generator of a model; the same object for the same model. It stays owned by this collection.
     *
     * @throws io.dreamcacher.failure.DreamCacherException with NOT_FOUND or BAD_MODEL, saying what to do
     */
    ImageGenerator named(String model);

    /** Closes every generator handed out. */
    @Override
    void close();
}
