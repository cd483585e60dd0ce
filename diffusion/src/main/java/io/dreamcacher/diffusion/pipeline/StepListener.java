package io.dreamcacher.diffusion.pipeline;

/** Watches the denoising loop, on its thread. */
public interface StepListener {
    /** A step is done; called before the next begins. */
    void done(DenoisingStep step);

    /** Whether to stop; asked before each step and before decoding. */
    default boolean cancelled() {
        return false;
    }
}
