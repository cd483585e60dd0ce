package io.dreamcacher.embedding;

import java.awt.image.BufferedImage;
import java.util.List;

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

    /**
     * Vectors of many prompts, in their order: those of {@link #encode(String)} up to rounding, for less time where the
     * network takes several at once.
     */
    default List<EncodedPrompt> encodePrompts(List<String> prompts) {
        return prompts.stream().map(this::encode).toList();
    }

    /**
     * Vectors of many images in the joint space, in their order: those of {@link #encode(BufferedImage)} up to rounding.
     *
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST when the model has no vision tower
     */
    default List<Embedding> encodeImages(List<BufferedImage> images) {
        return images.stream().map(this::encode).toList();
    }

    /** Frees the networks. */
    @Override
    void close();
}
