package io.dreamcacher.diffusion.pipeline;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.onnx.FloatTensor;
import io.dreamcacher.diffusion.onnx.SessionSettings;
import io.dreamcacher.diffusion.repository.DiffusersRepository;
import io.dreamcacher.diffusion.safetensors.SafetensorsFile;
import io.dreamcacher.diffusion.safetensors.Shape;
import io.dreamcacher.diffusion.scheduler.SchedulerConfig;
import io.dreamcacher.diffusion.scheduler.SchedulerKind;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Whole runs against diffusers 0.40: latents after every step, and the pictures. */
final class StableDiffusionPipelineTest {
    private static final Path GOLDEN = GoldenFiles.postcards().resolve("golden");
    /** Trajectories of schedulers agree within 1e-4 a step; guidance and twenty steps of a network add to that. */
    private static final double POSTCARDS_LATENTS = 2e-3;

    @ParameterizedTest
    @CsvSource({"lms.0", "lms.1", "ddim.0", "pndm.0", "euler.0"})
    void generate_postcards_agreesWithDiffusers(String run) throws IOException {
        JsonNode call = GoldenFiles.postcardsIndex("pipeline.safetensors").path("runs").path(run);
        Path repository = GoldenFiles.postcards().resolve("sd");
        PipelineCall pipelineCall = new PipelineCall(call.path("prompt").stringValue(),
                call.path("negative_prompt").stringValue(), new ImageSize(128, 128),
                Guidance.of(call.path("guidance_scale").doubleValue()),
                schedulers(repository).with(SchedulerKind.of(call.path("scheduler").stringValue()))
                        .scheduler(call.path("steps").intValue()),
                call.path("seed").longValue());
        List<FloatTensor> latents = new ArrayList<>();
        BufferedImage picture;
        try (StableDiffusionPipeline pipeline = load(repository)) {
            picture = pipeline.generate(pipelineCall, step -> latents.add(step.latents()));
        }
        FloatTensor expected = floats(SafetensorsFile.open(GOLDEN.resolve("pipeline.safetensors")), run + ".latents");
        assertThat(latents).hasSize(expected.shape().intSize(0));
        for (int i = 0; i < latents.size(); i++) {
            assertClose(run + " after step " + (i + 1), latents.get(i), expected.item(i), POSTCARDS_LATENTS);
        }
        assertSamePicture(picture, GOLDEN.resolve(call.path("png").stringValue()), 2, 0.999);
    }

    @ParameterizedTest
    @CsvSource({"tiny-sd1,text-to-image,0", "tiny-sd2,text-to-image-rescaled,0.7",
            "tiny-sdxl,text-to-image-no-negative,0"})
    void generate_tinyRepositories_agreesWithDiffusers(String name, String run, double rescale) throws IOException {
        String file = name + "-golden/" + run + ".safetensors";
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        Path repository = GoldenFiles.shared(name);
        JsonNode index = GoldenFiles.index(file);
        JsonNode call = index.path("call");
        try (StableDiffusionPipeline pipeline = load(repository)) {
            for (int image = 0; image < call.path("seeds").size(); image++) {
                List<FloatTensor> latents = new ArrayList<>();
                PipelineCall pipelineCall = new PipelineCall(call.path("prompt").get(image).stringValue(),
                        call.has("negative_prompt") ? call.path("negative_prompt").get(image).stringValue() : "",
                        new ImageSize(call.path("width").intValue(), call.path("height").intValue()),
                        new Guidance(call.path("guidance_scale").doubleValue(), rescale),
                        schedulers(repository).scheduler(call.path("num_inference_steps").intValue()),
                        call.path("seeds").get(image).longValue());
                BufferedImage picture = pipeline.generate(pipelineCall, step -> latents.add(step.latents()));
                FloatTensor expected = floats(golden, "latents"); // [steps + 1, batch, channels, h, w]
                for (int i = 0; i < latents.size(); i++) {
                    assertClose(run + " after step " + (i + 1), latents.get(i), part(expected, i + 1, image),
                            tolerance(file, "latents"));
                }
                assertSamePicture(picture, GoldenFiles.shared(index.path("images").get(image).stringValue()), 1, 1);
            }
        }
    }

    @Test
    void denoise_guidanceOfOne_ignoresTheNegativePrompt() {
        Path repository = GoldenFiles.postcards().resolve("sd");
        try (StableDiffusionPipeline pipeline = load(repository)) {
            FloatTensor one = pipeline.denoise(call(repository, "", 1), step -> {});
            assertThat(pipeline.denoise(call(repository, "a red boat", 1), step -> {}).values())
                    .isEqualTo(one.values());
            assertThat(pipeline.denoise(call(repository, "a red boat", 2), step -> {}).values())
                    .isNotEqualTo(one.values());
        }
    }

    private static PipelineCall call(Path repository, String negative, double scale) {
        return new PipelineCall("a blue cat", negative, new ImageSize(72, 40), Guidance.of(scale),
                schedulers(repository).scheduler(3), 7);
    }

    private static SchedulerConfig schedulers(Path repository) {
        return SchedulerConfig.read(repository.resolve("scheduler/scheduler_config.json"));
    }

    private static StableDiffusionPipeline load(Path path) {
        DiffusersRepository repository = DiffusersRepository.open(path);
        List<ClipTokenizer> tokenizers = repository.components()
                .stream()
                .filter(component -> component.startsWith("tokenizer"))
                .map(component -> ClipTokenizer.fromFolder(repository.folder(component), TextCleaning.TRANSFORMERS))
                .toList();
        return StableDiffusionPipeline.load(repository, tokenizers, new SessionSettings(2));
    }

    /** One image's latents of a trajectory [steps + 1, batch, channels, h, w], as [1, channels, h, w]. */
    private static FloatTensor part(FloatTensor trajectory, int step, int image) {
        Shape shape = trajectory.shape();
        int length = shape.intSize(2) * shape.intSize(3) * shape.intSize(4);
        int start = (step * shape.intSize(1) + image) * length;
        return FloatTensor.of(Arrays.copyOfRange(trajectory.values(), start, start + length), 1, shape.size(2),
                shape.size(3), shape.size(4));
    }

    private static void assertSamePicture(BufferedImage actual, Path expectedFile, int levels, double share)
            throws IOException {
        BufferedImage expected = ImageIO.read(expectedFile.toFile());
        assertThat(actual.getWidth()).isEqualTo(expected.getWidth());
        assertThat(actual.getHeight()).isEqualTo(expected.getHeight());
        int close = 0;
        for (int y = 0; y < actual.getHeight(); y++) {
            for (int x = 0; x < actual.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = ((actual.getRGB(x, y) >> shift) & 0xFF)
                            - ((expected.getRGB(x, y) >> shift) & 0xFF);
                    close += Math.abs(difference) <= levels ? 1 : 0;
                }
            }
        }
        assertThat(close).as("values of %s within %d levels", expectedFile, levels)
                .isGreaterThanOrEqualTo((int) Math.ceil(share * 3 * actual.getWidth() * actual.getHeight()));
    }
}
