package io.dreamcacher.diffusion.pipeline;

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
}
