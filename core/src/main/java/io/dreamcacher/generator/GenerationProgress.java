package io.dreamcacher.generator;

import java.awt.image.BufferedImage;

/** Told how a generation gets on, and asked whether to go on. Called on the generating thread; returns quickly. */
public interface GenerationProgress {
    /** Nobody watches and nobody stops it. */
    GenerationProgress NONE = new GenerationProgress() {};

    /**
     * A denoising step is done.
     *
     * @param step from 1 to {@code steps}
     */
    default void step(int step, int steps) {}

    /** Whether a preview after this step would be looked at; making one costs time. */
    default boolean wantsPreview(int step, int steps) {
        return false;
    }

    /** How the image looks after a step. */
    default void preview(int step, int steps, BufferedImage image) {}

    /** Whether to stop; asked between steps, and by another thread while a step runs. Once true, it stays true. */
    default boolean cancelled() {
        return false;
    }
}
