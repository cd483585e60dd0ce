package io.dreamcacher.catalogue;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.model.ModelRef;

/**
 * The truth about every generation but its bytes. Every method that changes something is one transaction: durable when
 * it returns, and all or nothing when the process dies before. Thread-safe, and safe beside other processes where an
 * implementation says so. A file that cannot be used is a DreamCacherException with BAD_DATA, a full disk one with
 * EXHAUSTED.
 */
public interface Catalogue extends Generations, ChangeLog, CallerHistory, Statistics, Inventory, AutoCloseable {
    /** What this memory was fixed to when it was made. */
    MemoryIdentity identity();

    /**
     * Calls the memory's CLIP by another name from now on, because it was told of by a place of one machine; what vectors it
     * makes stays as it was.
     */
    void callClip(ModelRef name);

    /**
     * Refuses vectors this memory's CLIP cannot have made; shared by implementations.
     *
     * @throws IllegalArgumentException naming the vector and both dimensions
     */
    static void checkDimensions(MemoryIdentity identity, GenerationVectors vectors) {
        checkDimension(identity, vectors.prompt());
        vectors.joint().ifPresent(joint -> {
            checkDimension("text", identity.encoder().jointDimension(), joint.text());
            checkDimension("image", identity.encoder().jointDimension(), joint.image());
        });
    }

    /**
     * Refuses a prompt vector this memory's CLIP cannot have made; shared by implementations.
     *
     * @throws IllegalArgumentException naming both dimensions
     */
    static void checkDimension(MemoryIdentity identity, Embedding prompt) {
        checkDimension("prompt", identity.encoder().promptDimension(), prompt);
    }

    /**
     * Refuses what would be written to another scope than the access allows; shared by implementations.
     *
     * @throws IllegalArgumentException naming both scopes
     */
    static void checkScope(Access access, Scope scope) {
        if (!scope.equals(access.writeScope())) {
            throw new IllegalArgumentException("what is remembered must lie in the scope that is written, %s, found %s"
                    .formatted(access.writeScope().name(), scope.name()));
        }
    }

    private static void checkDimension(String what, int expected, Embedding found) {
        if (found.dimension() != expected) {
            throw new IllegalArgumentException(
                    "the %s vector must have %d dimensions, as this memory's CLIP makes, found %d"
                            .formatted(what, expected, found.dimension()));
        }
    }

    /** Closes the file; everything acknowledged is in it. */
    @Override
    void close();
}
