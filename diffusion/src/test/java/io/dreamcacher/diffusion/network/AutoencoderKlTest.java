package io.dreamcacher.diffusion.network;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelFolder;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.network.AutoencoderKl.LatentMoments;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AutoencoderKlTest {
    private static final Path POSTCARDS = GoldenFiles.postcards();

    @Test
    void encodeAndDecode_postcards_agreeWithDiffusers() {
        SafetensorsFile golden = SafetensorsFile.open(POSTCARDS.resolve("golden/vae.safetensors"));
        try (AutoencoderKl vae = load(POSTCARDS.resolve("sd/vae"))) {
            LatentMoments moments = vae.encode(floats(golden, "image"));
            assertClose("mean", moments.mean(), floats(golden, "mean"), 1e-3);
            assertClose("log variance", moments.logVariance(), floats(golden, "logvar"), 1e-3);
            assertClose("decoded", vae.decode(floats(golden, "mean")), floats(golden, "decoded"), 1e-3);
            assertThat(vae.scalingFactor()).isEqualTo(0.89208f);
            assertThat(vae.spatialFactor()).isEqualTo(8);
            assertThat(vae.latentChannels()).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @CsvSource({"tiny-sd1,tiny-sd1,0.18215,8", "tiny-sd1-old-vae,tiny-sd1,0.18215,8", "tiny-sd2,tiny-sd2,0.18215,4",
            "tiny-sdxl,tiny-sdxl,0.13025,4"})
    void encodeAndDecode_tinyRepositories_agreeWithDiffusers(String repository, String goldenName, float scaling,
            int factor) {
        String file = goldenName + "-golden/vae.safetensors";
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        try (AutoencoderKl vae = load(GoldenFiles.shared(repository + "/vae"))) {
            LatentMoments moments = vae.encode(floats(golden, "image"));
            assertClose("mean", moments.mean(), floats(golden, "mean"), tolerance(file, "mean"));
            assertClose("logvar", moments.logVariance(), floats(golden, "logvar"), tolerance(file, "logvar"));
            assertClose("decoded mean", vae.decode(floats(golden, "mean")), floats(golden, "decoded_mean"),
                    tolerance(file, "decoded_mean"));
            assertClose("decoded", vae.decode(floats(golden, "latents")), floats(golden, "decoded"),
                    tolerance(file, "decoded"));
            assertThat(vae.scalingFactor()).isEqualTo(scaling);
            assertThat(vae.spatialFactor()).isEqualTo(factor);
        }
    }

    @Test
    void decode_latentsOfAnotherModel_areRefusedWithBothShapes() {
        try (AutoencoderKl vae = load(POSTCARDS.resolve("sd/vae"))) {
            assertThatThrownBy(() -> vae.decode(FloatTensor.of(new float[16], 1, 4, 2, 2)))
                    .hasMessage("Latents must have the shape [batch, 8, height, width]; found [1, 4, 2, 2]");
        }
    }

    private static AutoencoderKl load(Path folder) {
        return AutoencoderKl.load(ModelFolder.open(folder), new SessionSettings(2));
    }
}
