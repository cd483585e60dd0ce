package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.FloatTensor;
/** Watches the denoising loop. */
public interface DenoisingListener {
    /** A step is done; called on the loop's thread before the next begins. */
    void done(DenoisingStep step);

    /**
     * Whether to stop; asked before each step and before decoding, and by another thread while a network runs, which then
     * stops within its step. Once true, it stays true.
     */
    default boolean cancelled() {
        return false;
    }

    /**
     * A step that the denoising loop has done.
     *
     * @param number from 1 to {@code total}
     * @param total how many there are; PNDM makes one more than was asked for
     * @param latents after the step, [1, channels, h, w]
     * @param input what the network saw, of the same shape
     * @param prediction what it answered, guided, of the same shape
     * @param sigma noise over signal before the step
     */
    record DenoisingStep(int number, int total, FloatTensor latents, FloatTensor input, FloatTensor prediction,
            double sigma) {}
}
