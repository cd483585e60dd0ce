package io.dreamcacher.imagestore;

import io.dreamcacher.generation.GenerationId;
import java.util.Optional;
import java.util.function.Consumer;

/** Image files by id. Thread-safe. Failures of the medium are DreamCacherExceptions: EXHAUSTED when it is full. */
public interface ImageStore {
    /** Stores a PNG file; it would survive a power cut once this returns. Storing the same id again replaces it. */
    void put(GenerationId id, byte[] png);

    /** The file, or empty when there is none. */
    Optional<byte[]> get(GenerationId id);

    /**
     * What is known of a file without reading it.
     *
     * @param sizeBytes its length
     * @param version another one whenever the file may have been written since, as far as the medium tells
     */
    record Stat(long sizeBytes, String version) {}

    /** What is known of a file; empty when there is none. It costs far less than {@link #get}. */
    Optional<Stat> stat(GenerationId id);

    /** Whether the file is there. */
    boolean contains(GenerationId id);

    /** Removes the file; {@code false} when there was none. */
    boolean delete(GenerationId id);

    /** Takes the file out of the store without destroying it, for a person to look at. */
    void setAside(GenerationId id);

    /** Calls back with the id of every stored file, in no particular order. */
    void forEach(Consumer<GenerationId> consumer);
}
