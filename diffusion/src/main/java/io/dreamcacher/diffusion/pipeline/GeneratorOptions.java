package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.Provider;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.noise.NoiseGenerator;

/**
 * How a generator draws besides its weights.
 *
 * @param pipeline how the machine is used, and what is given out
 * @param noise whose random numbers a seed stands for
 */
public record GeneratorOptions(PipelineOptions pipeline, NoiseGenerator noise) {
    /** Networks stay in memory, nothing is checked, noise is PyTorch's on a CPU. */
    public static GeneratorOptions of(SessionSettings sessions) {
        return new GeneratorOptions(PipelineOptions.of(sessions), NoiseGenerator.TORCH_CPU);
    }

    /**
     * What of the machine's use changes images, or which of them are given out, for a request's identity: an image that
     * was drawn unchecked must not answer where images are checked.
     */
    String arithmetic() {
        SessionSettings sessions = pipeline.sessions();
        String numbers = sessions.precision().arithmetic();
        String where = sessions.provider() == Provider.CPU ? numbers : numbers + " " + sessions.provider().shortName();
        return switch (pipeline.safety()) {
            case OFF -> where;
            case FLAG -> where + ", checked";
            case BLUR -> where + ", blurred where unsafe";
            case REFUSE -> where + ", refused where unsafe";
        };
    }

    /** With another use of the machine. */
    public GeneratorOptions withPipeline(PipelineOptions value) {
        return new GeneratorOptions(value, noise);
    }

    /** With somebody else's random numbers. */
    public GeneratorOptions withNoise(NoiseGenerator value) {
        return new GeneratorOptions(pipeline, value);
    }
}
