package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.OptionalInt;

/**
 * One kind of a model's vectors. Networks are loaded when they are first needed. Thread-safe; owns its encoder.
 */
public sealed interface VectorMaker extends AutoCloseable permits SearchVectors, ContextVectors {
    /**
     * The vectors that search compares, by an encoder that is taken over.
     *
     * @param kind any but {@link Kind#STATES}
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_REQUEST} if the model has no vectors of this kind
     */
    static VectorMaker search(Kind kind, ClipSearchEncoder encoder) {
        return new SearchVectors(kind, encoder);
    }

    /**
     * The states that condition the U-Net of a Stable Diffusion 1.x or 2.x.
     *
     * @param fingerprint of the model the text encoder belongs to
     * @param tokenizer that cleans as diffusers does
     * @param files of the text encoder
     */
    static VectorMaker states(String fingerprint, ClipTokenizer tokenizer, NetworkFiles files,
            SessionSettings settings) {
        return new ContextVectors(fingerprint, tokenizer, files, settings);
    }

    /** The SHA-256 of the files that the vectors come from: only vectors with the same one are comparable. */
    String fingerprint();

    /** The vectors of a text of any length. */
    Vectors ofText(String text);

    /**
     * The vector of an image; only {@link Kind#JOINT} is of images too.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_REQUEST} if the kind is another
     */
    Vectors ofImage(BufferedImage image);

    @Override
    void close();

    /** Which of a model's vectors; those of different kinds are never compared. */
    public enum Kind {
        /** The text tower's state at the end token; what a prompt is found by. */
        PROMPT,
        /** The mean of the text tower's states over the real tokens, start and end included. */
        MEAN,
        /** Text and image projected into the space they share. */
        JOINT,
        /** All states of the padded window, a row a token; what the U-Net reads. */
        STATES
    }

    /**
     * What a model makes of one text or image, as its last layer gives it: nothing is scaled to unit length.
     *
     * @param rows one vector, or one a token for {@link Kind#STATES}; all of one length; owned by the caller
     * @param cutAt index of the first char of a text that the model does not read; empty if it reads all
     */
    public record Vectors(List<float[]> rows, OptionalInt cutAt) {
        /** Copies the list, not the vectors. */
        public Vectors {
            rows = List.copyOf(rows);
            if (rows.isEmpty()) {
                throw new IllegalArgumentException("vectors have one row or more");
            }
        }

        /** How many numbers a row has. */
        public int dimension() {
            return rows.getFirst().length;
        }
    }
}
