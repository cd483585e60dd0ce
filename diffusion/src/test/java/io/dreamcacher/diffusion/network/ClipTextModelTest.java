package io.dreamcacher.diffusion.network;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.rows;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelFolder;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.network.ClipTextModel.TextStates;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClipTextModelTest {
    private static final SessionSettings SETTINGS = new SessionSettings(2);
    private static final Path POSTCARDS = GoldenFiles.postcards();

    @Test
    void encode_postcards_agreesWithTransformers() {
        SafetensorsFile golden = SafetensorsFile.open(POSTCARDS.resolve("golden/text_encoder.safetensors"));
        List<int[]> ids = rows(golden, "input_ids");
        try (ClipTextModel encoder = load(POSTCARDS.resolve("sd/text_encoder"));
                ClipTextModel clip = load(POSTCARDS.resolve("clip"))) {
            TextStates states = encoder.encode(ids);
            assertClose("last", states.lastHiddenState(), floats(golden, "last_hidden_state"), 2e-4);
            assertClose("pooled", states.pooled(), floats(golden, "pooler_output"), 2e-4);
            assertThat(states.projected()).isEmpty();
            assertClose("projected", clip.encode(ids).projected().orElseThrow(), floats(golden, "text_embeds"), 2e-4);
        }
    }

    @Test
    void encode_withoutPadding_poolsTheSameState() {
        SafetensorsFile golden = SafetensorsFile.open(POSTCARDS.resolve("golden/text_encoder.safetensors"));
        int[] padded = rows(golden, "input_ids").getFirst();
        int end = 2047;
        int length = 1;
        while (padded[length - 1] != end) {
            length++;
        }
        try (ClipTextModel encoder = load(POSTCARDS.resolve("sd/text_encoder"))) {
            FloatTensor pooled = encoder.encode(List.of(Arrays.copyOf(padded, length))).pooled();
            assertThat(length).isLessThan(77);
            assertClose("pooled", pooled, floats(golden, "pooler_output").item(0), 2e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({"tiny-sd1/text_encoder,tiny-sd1-golden/text_encoder",
            "tiny-sd2/text_encoder,tiny-sd2-golden/text_encoder",
            "tiny-sdxl/text_encoder,tiny-sdxl-golden/text_encoder"})
    void encode_tinyTextEncoders_agreeWithTransformers(String folder, String goldenName) {
        String file = goldenName + ".safetensors";
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        try (ClipTextModel encoder = load(GoldenFiles.shared(folder))) {
            TextStates states = encoder.encode(rows(golden, "input_ids"));
            assertClose("last", states.lastHiddenState(), floats(golden, "last_hidden_state"),
                    tolerance(file, "last_hidden_state"));
            assertClose("pooled", states.pooled(), floats(golden, "pooler_output"), tolerance(file, "pooler_output"));
            assertClose("penultimate", states.hiddenState().item(0), floats(golden, "hidden_states.2"),
                    tolerance(file, "hidden_states.2"));
        }
    }

    @Test
    void encode_secondTextEncoderOfSdxl_projectsFromTheLargestId() {
        String file = "tiny-sdxl-golden/text_encoder_2.safetensors";
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        try (ClipTextModel encoder = load(GoldenFiles.shared("tiny-sdxl/text_encoder_2"))) {
            TextStates states = encoder.encode(rows(golden, "input_ids"));
            assertClose("projected", states.projected().orElseThrow(), floats(golden, "text_embeds"),
                    tolerance(file, "text_embeds"));
            assertClose("last", states.lastHiddenState(), floats(golden, "last_hidden_state"),
                    tolerance(file, "last_hidden_state"));
        }
    }

    @Test
    void encode_bfloat16Clip_agreesWithTransformers() {
        String file = "tiny-clip-golden/clip.safetensors";
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        try (ClipTextModel encoder = load(GoldenFiles.shared("tiny-clip"))) {
            TextStates states = encoder.encode(rows(golden, "input_ids"));
            assertClose("last", states.lastHiddenState(), floats(golden, "text.last_hidden_state"),
                    tolerance(file, "text.last_hidden_state"));
            assertClose("pooled", states.pooled(), floats(golden, "text.pooler_output"),
                    tolerance(file, "text.pooler_output"));
            assertClose("projected", states.projected().orElseThrow(), floats(golden, "text_embeds"),
                    tolerance(file, "text_embeds"));
        }
    }

    @Test
    void encode_sequencesThatDoNotFit_areRefusedWithNumbers() {
        try (ClipTextModel encoder = load(POSTCARDS.resolve("sd/text_encoder"))) {
            assertThatThrownBy(() -> encoder.encode(List.of(new int[78])))
                    .hasMessage("A sequence must have 1 to 77 tokens; found 78");
            assertThatThrownBy(() -> encoder.encode(List.of(new int[3], new int[4])))
                    .hasMessage("Sequences must be equally long; found 3 and 4");
            assertThatThrownBy(() -> encoder.encode(List.of(new int[]{2048})))
                    .hasMessage("A token id must be from 0 to 2047; found 2048");
        }
    }

    private static ClipTextModel load(Path folder) {
        return ClipTextModel.load(ModelFolder.open(folder), SETTINGS);
    }
}
