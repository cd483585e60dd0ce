package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.onnx.SessionSettings;

/**
 * How a pipeline uses the machine; no choice here changes a picture.
 *
 * @param sessions how networks are run
 * @param lowMemory whether one network at a time is in memory: each is loaded for its part of a generation and closed
 *        after it, which costs the time to load them again for the next one
 */
public record PipelineOptions(SessionSettings sessions, boolean lowMemory) {
    /** Networks stay in memory. */
    public static PipelineOptions of(SessionSettings sessions) {
        return new PipelineOptions(sessions, false);
    }

    /** With one network in memory at a time, or with all of them. */
    public PipelineOptions withLowMemory(boolean value) {
        return new PipelineOptions(sessions, value);
    }
}
