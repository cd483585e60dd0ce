package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.Framing.Crop;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.request.ImageSize;
import org.junit.jupiter.api.Test;

/** What SDXL is told of sizes, with numbers of diffusers 0.40's StableDiffusionXLPipeline. */
final class FramingTest {
    private static final ImageSize SIZE = new ImageSize(64, 64);
    private static final Crop TOLD = new Crop(new ImageSize(96, 128), 2, 6, new ImageSize(80, 64));
    private static final Crop NEGATIVE = new Crop(new ImageSize(48, 32), 4, 8, new ImageSize(64, 96));

    @Test
    void denoise_noSizesOfTheNegativePrompt_areThoseOfThePrompt() {
        assertLatents(Framing.of(SIZE, TOLD), -268.1077, 4514.3142, -0.4755948f, -3.4126763f, -7.178022f,
                -5.9324636f, 2.252675f, 1.9025266f, -9.419263f, 4.782316f);
    }

    @Test
    void denoise_sizesOfTheNegativePrompt_agreesWithDiffusers() {
        assertLatents(new Framing(SIZE, TOLD, NEGATIVE), -372.7778, 4665.9869, -1.111987f, -3.7764046f, -6.115137f,
                -13.915103f, 1.237956f, -0.7097291f, -7.4654527f, 2.68043f);
    }

    private static void assertLatents(Framing framing, double sum, double absolute, float... some) {
        ModelRepository repository = ModelRepository.open(GoldenFiles.shared("tiny-sdxl"));
        PipelineCall call = PipelineCall.of("", SIZE, repository.scheduler().named("ddim").scheduler(3), 7)
                .withPrompt(Prompt.of("a cat", "blurry"))
                .withGuidance(Guidance.of(5))
                .withFraming(framing);
        try (StableDiffusionPipeline pipeline = StableDiffusionPipeline.open(repository,
                PipelineOptions.of(new SessionSettings(1)))) {
            float[] latents = pipeline.denoise(call, step -> {}).values();
            double foundSum = 0;
            double foundAbsolute = 0;
            for (float value : latents) {
                foundSum += value;
                foundAbsolute += Math.abs(value);
            }
            for (int i = 0; i < some.length; i++) {
                assertThat(latents[latents.length / 7 * i]).isCloseTo(some[i], within(1e-3f));
            }
            assertThat(foundSum).isCloseTo(sum, within(0.05));
            assertThat(foundAbsolute).isCloseTo(absolute, within(0.05));
        }
    }
}
