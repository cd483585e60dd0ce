package io.dreamcacher.embedding;

import java.awt.image.BufferedImage;

/**
 * The one CLIP of a memory. Implementations are thread-safe and load their networks on first use: constructing one and
 * asking for its {@link #description} stays cheap.
 */
public interface SearchEncoder extends AutoCloseable {
    /** What vectors this encoder makes; starts no network. */
    EncoderDescription description();

    /** Vectors of a prompt; the empty prompt has vectors too. */
    EncodedPrompt encode(String prompt);

    /**
     * Vector of an image in the joint space.
     *
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST when the model has no vision tower
     */
    Embedding encode(BufferedImage image);

    /** Frees the networks. */
    @Override
    void close();
}
