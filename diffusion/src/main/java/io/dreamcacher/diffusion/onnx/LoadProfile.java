package io.dreamcacher.diffusion.onnx;

/** What a network's weights are prepared for when it is loaded; results may differ in the last bits. */
public enum LoadProfile {
    /** Many calls: weights are laid out anew for the processor. Loading takes longer, a call is shortest. */
    STEADY,
    /** A few calls: weights are used from the file as they are, shared with all processes that do. Loading is instant. */
    INSTANT
}
