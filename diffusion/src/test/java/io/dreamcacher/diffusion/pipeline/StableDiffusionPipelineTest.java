package io.dreamcacher.diffusion.pipeline;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.diffusion.scheduler.SchedulerConfig;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Whole runs against diffusers 0.40: latents after every step, and the images. */
final class StableDiffusionPipelineTest {
    private static final Path GOLDEN = GoldenFiles.postcards().resolve("golden");
    /** Trajectories of schedulers agree within 1e-4 a step; guidance and twenty steps of a network add to that. */
    private static final double POSTCARDS_LATENTS = 2e-3;

    @ParameterizedTest
    @CsvSource({"lms.0", "lms.1", "ddim.0", "pndm.0", "euler.0"})
    void generate_postcards_agreesWithDiffusers(String run) throws IOException {
        JsonNode given = GoldenFiles.postcardsIndex("pipeline.safetensors").path("runs").path(run);
        Path repository = GoldenFiles.postcards().resolve("sd");
        Scheduler scheduler = schedulers(repository).named(given.path("scheduler").stringValue())
                .scheduler(given.path("steps").intValue());
        PipelineCall call = PipelineCall.of("", new ImageSize(128, 128), scheduler, given.path("seed").longValue())
                .withPrompt(Prompt.of(given.path("prompt").stringValue(),
                        given.path("negative_prompt").stringValue()))
                .withGuidance(Guidance.of(given.path("guidance_scale").doubleValue()));
        List<FloatTensor> latents = new ArrayList<>();
        BufferedImage image;
        try (StableDiffusionPipeline pipeline = open(repository)) {
            image = pipeline.generate(call, step -> latents.add(step.latents())).image();
        }
        FloatTensor expected = floats(SafetensorsFile.open(GOLDEN.resolve("pipeline.safetensors")), run + ".latents");
        assertThat(latents).hasSize(expected.shape().intSize(0));
        for (int i = 0; i < latents.size(); i++) {
            assertClose(run + " after step " + (i + 1), latents.get(i), expected.item(i), POSTCARDS_LATENTS);
        }
        GoldenRun.assertSameImage(image, GOLDEN.resolve(given.path("png").stringValue()), 2, 0.999);
    }

    /**
     * For each family, with two prompts in a batch, odd sizes, crops, rescaled guidance, clip skip. The run whose call
     * names an eta was recorded without its effect: its latents are those of eta 0, to 1e-5 after the first step. DDIM's
     * noise is held against the scheduler's own golden files.
     */
    @ParameterizedTest
    @CsvSource({"tiny-sd1,text-to-image", "tiny-sd1,image-to-image", "tiny-sd1,inpaint-0.75", "tiny-sd1,inpaint-1.0",
            "tiny-sd1,text-to-image-one-generator", "tiny-sd2,text-to-image-eta", "tiny-sd2,text-to-image-rescaled",
            "tiny-sdxl,text-to-image", "tiny-sdxl,text-to-image-no-negative"})
    void generate_tinyRepositories_agreesWithDiffusers(String name, String run) throws IOException {
        GoldenRun golden = new GoldenRun(name + "-golden/" + run + ".safetensors");
        Path repository = GoldenFiles.shared(name);
        int steps = golden.arguments().path("num_inference_steps").intValue();
        Scheduler scheduler = schedulers(repository).scheduler(steps);
        try (StableDiffusionPipeline pipeline = open(repository)) {
            golden.assertAgrees(pipeline, golden.call(scheduler));
        }
    }

    @Test
    void denoise_guidanceOfOne_ignoresTheNegativePrompt() {
        Path repository = GoldenFiles.postcards().resolve("sd");
        try (StableDiffusionPipeline pipeline = open(repository)) {
            FloatTensor one = pipeline.denoise(call(repository, "", 1), step -> {});
            assertThat(pipeline.denoise(call(repository, "a red boat", 1), step -> {}).values())
                    .isEqualTo(one.values());
            assertThat(pipeline.denoise(call(repository, "a red boat", 2), step -> {}).values())
                    .isNotEqualTo(one.values());
        }
    }

    private static PipelineCall call(Path repository, String negative, double scale) {
        return PipelineCall.of("", new ImageSize(72, 40), schedulers(repository).scheduler(3), 7)
                .withPrompt(Prompt.of("a blue cat", negative))
                .withGuidance(Guidance.of(scale));
    }

    static SchedulerConfig schedulers(Path repository) {
        return SchedulerConfig.read(repository.resolve("scheduler/scheduler_config.json"));
    }

    static StableDiffusionPipeline open(Path path) {
        return open(path, PipelineOptions.of(new SessionSettings(2)));
    }

    static StableDiffusionPipeline open(Path path, PipelineOptions options) {
        return StableDiffusionPipeline.open(ModelRepository.open(path), options);
    }
}
