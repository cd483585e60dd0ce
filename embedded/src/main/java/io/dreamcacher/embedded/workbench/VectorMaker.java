package io.dreamcacher.embedded.workbench;

import java.awt.image.BufferedImage;

/**
 * One kind of a model's vectors. Networks are loaded when they are first needed. Thread-safe; owns its encoder.
 */
public sealed interface VectorMaker extends AutoCloseable permits SearchVectors, ContextVectors {
    /** The SHA-256 of the files that the vectors come from: only vectors with the same one are comparable. */
    String fingerprint();

    /** The vectors of a text of any length. */
    Vectors ofText(String text);

    /**
     * The vector of an image; only {@link VectorKind#JOINT} is of images too.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_REQUEST} if the kind is another
     */
    Vectors ofImage(BufferedImage image);

    @Override
    void close();
}
