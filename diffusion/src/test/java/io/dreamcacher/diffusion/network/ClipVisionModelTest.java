package io.dreamcacher.diffusion.network;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelFolder;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.network.ClipVisionModel.ImageStates;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ClipVisionModelTest {
    @Test
    void encode_postcards_agreesWithTransformers() {
        SafetensorsFile golden = SafetensorsFile
                .open(GoldenFiles.postcards().resolve("golden/vision.safetensors"));
        try (ClipVisionModel encoder = load(GoldenFiles.postcards().resolve("clip"))) {
            ImageStates states = encoder.encode(floats(golden, "pixel_values"));
            assertClose("projected", states.projected().orElseThrow(), floats(golden, "image_embeds"), 2e-4);
        }
    }

    @Test
    void encode_bfloat16Clip_agreesWithTransformers() {
        String file = "tiny-clip-golden/clip.safetensors";
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        try (ClipVisionModel encoder = load(GoldenFiles.shared("tiny-clip"))) {
            ImageStates states = encoder.encode(floats(golden, "pixel_values"));
            assertClose("last", states.lastHiddenState(), floats(golden, "vision.last_hidden_state"),
                    tolerance(file, "vision.last_hidden_state"));
            assertClose("pooled", states.pooled(), floats(golden, "vision.pooler_output"),
                    tolerance(file, "vision.pooler_output"));
            assertClose("projected", states.projected().orElseThrow(), floats(golden, "image_embeds"),
                    tolerance(file, "image_embeds"));
        }
    }

    @Test
    void encode_imageOfAnotherSize_isRefusedWithBothShapes() {
        try (ClipVisionModel encoder = load(GoldenFiles.postcards().resolve("clip"))) {
            assertThatThrownBy(() -> encoder.encode(FloatTensor.of(new float[3 * 32 * 32], 1, 3, 32, 32)))
                    .hasMessage("Images must have the shape [1, 3, 64, 64]; found [1, 3, 32, 32]");
        }
    }

    private static ClipVisionModel load(Path folder) {
        return ClipVisionModel.load(ModelFolder.open(folder), new SessionSettings(2));
    }
}
