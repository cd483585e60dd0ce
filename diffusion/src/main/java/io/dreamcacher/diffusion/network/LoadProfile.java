package io.dreamcacher.diffusion.network;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** What a network's weights are prepared for when it is loaded; results may differ in the last bits. */
enum LoadProfile {
    /** Many calls: weights are laid out anew for the processor. Loading takes longer, a call is shortest. */
    STEADY,
    /** A few calls: weights are used from the file as they are, shared with all processes that do. Loading is instant. */
    INSTANT;

    void addTo(OrtSession.SessionOptions options) throws OrtException {
        switch (this) {
            case STEADY -> {
            }
            case INSTANT -> {
                options.addConfigEntry("session.disable_prepacking", "1");
                withoutBlockedConvolutions(options);
            }
        }
    }

    /** Leaves the weights of convolutions as they lie instead of copying them into blocks of channels. */
    static void withoutBlockedConvolutions(OrtSession.SessionOptions options) throws OrtException {
        options.addConfigEntry("optimization.disable_specified_optimizers", "NchwcTransformer");
    }
}
