package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.OriginalWriter;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.model.WeightTensor;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A U-Net that sees mask and masked image: that of tiny-sd1 with an input convolution of 9 channels. The numbers are
 * those of diffusers 0.40's StableDiffusionInpaintPipeline with the same weights.
 */
final class InpaintingNetworkTest {
    private static final String INPUT = "conv_in.weight";
    private static final int SIDE = 64;

    @TempDir
    private Path model;

    @BeforeEach
    void writeModel() throws IOException {
        Path original = GoldenFiles.shared("tiny-sd1");
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(original.resolve("unet"))) {
                    Path target = model.resolve(original.relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        Path unet = Files.createDirectories(model.resolve("unet"));
        String config = Files.readString(original.resolve("unet/config.json"));
        assertThat(config).contains("\"in_channels\": 4");
        Files.writeString(unet.resolve("config.json"),
                config.replace("\"in_channels\": 4", "\"in_channels\": 9"));
        Checkpoint weights = ModelRepository.open(original).network("unet").checkpoint();
        Map<String, WeightTensor> tensors = new TreeMap<>();
        weights.names().forEach(name -> tensors.put(name, weights.tensor(name)));
        tensors.put(INPUT, widened(weights.tensor(INPUT)));
        OriginalWriter.write(tensors, unet.resolve("diffusion_pytorch_model.safetensors"));
    }

    /** Five channels more, [out, 9, 3, 3]: a ramp over [out, 5, 3, 3] that repeats after 37 weights. */
    private static WeightTensor widened(WeightTensor narrow) {
        int out = narrow.shape().intSize(0);
        int before = 4 * 9;
        int more = 5 * 9;
        float[] values = new float[out * (before + more)];
        for (int row = 0; row < out; row++) {
            System.arraycopy(narrow.floats(), row * before, values, row * (before + more), before);
            for (int i = 0; i < more; i++) {
                values[row * (before + more) + before + i] = ((row * more + i) % 37 - 18) / 256f;
            }
        }
        return new WeightTensor.Made(Shape.of(out, 9, 3, 3), () -> values);
    }

    @Test
    void denoise_nineChannels_agreesWithDiffusers() {
        try (StableDiffusionPipeline pipeline = open()) {
            float[] latents = pipeline.denoise(call(), step -> {}).values();

            assertThat(latents).hasSize(4 * 8 * 8);
            float[] some = new float[7];
            for (int i = 0; i < some.length; i++) {
                some[i] = latents[37 * i];
            }
            assertThat(some).containsExactly(new float[]{-1.9148145f, 0.7553364f, 1.7397779f, -16.419558f,
                    -0.19740604f, -6.5052824f, 9.081553f}, within(1e-3f));
            double sum = 0;
            double absolute = 0;
            for (float value : latents) {
                sum += value;
                absolute += Math.abs(value);
            }
            assertThat(sum).isCloseTo(-364.88378, within(0.02));
            assertThat(absolute).isCloseTo(1393.19773, within(0.02));
        }
    }

    @Test
    void denoise_withoutMask_isABadRequest() {
        try (StableDiffusionPipeline pipeline = open()) {
            List<DiffusionTask> others = List.of(new DiffusionTask.Text2Img(), new DiffusionTask.Img2Img(image(), 0.5));
            for (DiffusionTask start : others) {
                assertThatThrownBy(() -> pipeline.denoise(call().withTask(start), step -> {}))
                        .isInstanceOf(DreamCacherException.class)
                        .hasMessageContaining("it needs a start picture and a mask");
            }
        }
    }

    private StableDiffusionPipeline open() {
        return StableDiffusionPipeline.open(ModelRepository.open(model),
                PipelineOptions.of(new SessionSettings(1)));
    }

    private PipelineCall call() {
        return PipelineCall.of("", new ImageSize(SIDE, SIDE),
                ModelRepository.open(model).scheduler().named("ddim").scheduler(4), 7)
                .withPrompt(Prompt.of("a cat", "blurry"))
                .withGuidance(new Guidance(5, 0))
                .withTask(new DiffusionTask.Inpainting(image(), mask(), 1));
    }

    /** Red grows to the right, green downwards, blue with both. */
    private static BufferedImage image() {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                image.setRGB(x, y, ((x * 4) << 16) | ((y * 4) << 8) | ((x + y) * 2));
            }
        }
        return image;
    }

    /** White where columns are 24 or more and rows 16 to 47. */
    private static BufferedImage mask() {
        BufferedImage mask = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 16; y < 48; y++) {
            for (int x = 24; x < SIDE; x++) {
                mask.setRGB(x, y, 0xFFFFFF);
            }
        }
        return mask;
    }
}
