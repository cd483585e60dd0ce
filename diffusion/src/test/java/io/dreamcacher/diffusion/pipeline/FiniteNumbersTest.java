package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that are none, in every file a picture is made with: never a black picture, always where they are. */
class FiniteNumbersTest {
    private static final GenerationSettings SETTINGS = new GenerationSettings(new ImageSize(32, 32), 2, 5, "ddim");
    private static final String VAE = "vae/diffusion_pytorch_model.safetensors";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"text_encoder/model.safetensors,text_model.final_layer_norm.weight,The text states of the prompt",
            "unet/diffusion_pytorch_model.safetensors,conv_in.weight,The latents after step 1 of 2",
            "unet/diffusion_pytorch_model.safetensors,conv_out.bias,The latents after step 1 of 2",
            "vae/diffusion_pytorch_model.safetensors,decoder.conv_in.weight,The decoded picture"})
    void generate_weightThatIsNoNumber_saysWhereItCameUpAndWhereItLies(String file, String tensor, String where)
            throws IOException {
        Path model = copy();
        for (float number : new float[]{Float.NaN, Float.POSITIVE_INFINITY}) {
            Path broken = broken(model.resolve(file), tensor, number);
            assertRefused(ModelChoice.of(model), new SessionSettings(1), where + " must be made of finite numbers",
                    "tensor %s in %s must be finite; number 0 is %s".formatted(tensor, broken.toRealPath(), number));
        }
    }

    /** Rounded to bytes a NaN would be a number like any other. */
    @Test
    void generate_fastWithAWeightThatIsNoNumber_isRefusedWithItsPlace() throws IOException {
        Path model = copy();
        broken(model.resolve("unet/diffusion_pytorch_model.safetensors"), "conv_norm_out.weight", Float.NaN);
        assertRefused(ModelChoice.of(model),
                new SessionSettings(1).withPrecision(Precision.FAST).withCacheFolder(folder.resolve("cache")),
                "Every number of tensor conv_norm_out.weight");
    }

    /** Whether or not such a number reaches the picture: the encoder's does not. */
    @Test
    void generate_otherVaeWithANumberThatIsNone_isRefused() throws IOException {
        Path model = copy();
        broken(model.resolve(VAE), "encoder.conv_in.bias", Float.NEGATIVE_INFINITY);
        assertRefused(new ModelChoice(GoldenFiles.shared("tiny-sd1"), Optional.of(model.resolve("vae")), List.of(),
                List.of()), new SessionSettings(1), "Every number of tensor encoder.conv_in.bias", "-Infinity");
    }

    @Test
    void generate_guidanceThatOverflows_saysStepAndRemedy() {
        ModelRepository repository = ModelRepository.open(GoldenFiles.shared("tiny-sd1"));
        try (StableDiffusionPipeline pipeline = StableDiffusionPipeline.open(repository,
                PipelineOptions.of(new SessionSettings(1)))) {
            PipelineCall call = PipelineCall.of("a boat", SETTINGS.size(), repository.scheduler().scheduler(2), 1)
                    .withGuidance(Guidance.of(1e308));
            assertThatThrownBy(() -> pipeline.generate(call, step -> {}))
                    .isInstanceOfSatisfying(DreamCacherException.class,
                            e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                    .hasMessageContaining("The latents after step 1 of 3 must be made of finite numbers")
                    .hasMessageContaining("choose a smaller guidance scale");
        }
    }

    private void assertRefused(ModelChoice choice, SessionSettings sessions, String... parts) {
        try (DiffusionGenerator generator = DiffusionGenerator.open(ModelRef.of("broken"), choice,
                new ModelFingerprint(folder.resolve("cache")), sessions)) {
            assertThatThrownBy(
                    () -> generator.generate(new GenerationJob("a boat", SETTINGS, 1), GenerationProgress.NONE))
                    .isInstanceOfSatisfying(DreamCacherException.class,
                            e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                    .hasMessageContainingAll(parts);
        }
    }

    private Path copy() throws IOException {
        Path from = GoldenFiles.shared("tiny-sd1");
        Path to = folder.resolve("model");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copied = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.write(copied, Files.readAllBytes(file));
                }
            }
        }
        return to;
    }

    /** Another first number of a tensor of 32-bit floats. */
    private static Path broken(Path file, String tensor, float number) throws IOException {
        long offset = SafetensorsFile.open(file).tensor(tensor).offset();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, number), offset);
        }
        return file;
    }
}
