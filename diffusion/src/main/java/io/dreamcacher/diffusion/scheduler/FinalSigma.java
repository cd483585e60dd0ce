package io.dreamcacher.diffusion.scheduler;

/** The noise level a walk ends at. */
enum FinalSigma {
    /** No noise. */
    ZERO,
    /** The lowest level of training. */
    SIGMA_MIN
}
