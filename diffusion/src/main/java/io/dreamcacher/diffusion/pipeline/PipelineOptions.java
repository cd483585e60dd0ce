package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.SessionSettings;

/**
 * How a pipeline uses the machine, and what it gives out.
 *
 * @param sessions how networks are run
 * @param lowMemory whether one network at a time is in memory: each is loaded for its part of a generation and closed
 *        after it, which costs the time to load them again for the next one
 * @param safety what becomes of images that the model's safety checker objects to
 */
public record PipelineOptions(SessionSettings sessions, boolean lowMemory, SafetyMode safety) {
    /** Networks stay in memory, and nothing is checked. */
    public static PipelineOptions of(SessionSettings sessions) {
        return new PipelineOptions(sessions, false, SafetyMode.OFF);
    }

    /** With one network in memory at a time, or with all of them. */
    public PipelineOptions withLowMemory(boolean value) {
        return new PipelineOptions(sessions, value, safety);
    }

    /** With or without checks of finished images. */
    public PipelineOptions withSafety(SafetyMode value) {
        return new PipelineOptions(sessions, lowMemory, value);
    }
}
