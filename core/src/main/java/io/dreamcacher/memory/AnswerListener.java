package io.dreamcacher.memory;

import java.awt.image.BufferedImage;
import java.time.Duration;

/** Told how a request gets on. Called on several threads, one call after the other for one image; returns quickly, and
 * cancels on another thread: it is called while the queue moves. What
 * it throws while an image is made is logged, and is not the request's failure: others may wait for the same image. */
public interface AnswerListener {
    /** Nobody listens. */
    AnswerListener NONE = new AnswerListener() {};

    /**
     * An image waits for its turn; called again whenever the queue moves.
     *
     * @param position number of generations that must end before it begins; 0 when it begins
     * @param estimate about how long until it is done
     */
    default void queued(int position, Duration estimate) {}

    /**
     * Nothing remembered fits.
     *
     * @param reason why the nearest remembered image does not stand for this request
     */
    default void missed(String reason) {}

    /**
     * A denoising step is done.
     *
     * @param image index of the image in the answer
     * @param step from 1 to {@code steps}
     */
    default void step(int image, int step, int steps) {}

    /** Whether a preview after this step would be looked at. */
    default boolean wantsPreview(int step, int steps) {
        return false;
    }

    /** How an image looks after a step. */
    default void preview(int image, int step, int steps, BufferedImage pixels) {}
}
