package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and shapes that nobody would write: a LoRA is read, or refused with a sentence. */
final class LoraFuzzTest {
    private static final int FUZZ = Integer.getInteger("dreamcacher.fuzz.inputs", 20_000);
    private static final String[] PIECES = {"lora_unet_", "lora_te_", "lora_te1_", "lora_te2_", "unet.",
            "text_encoder.",
            "base_model.model.", "down_blocks", "_0", ".0", ".attentions.0", "_attentions_0", "input_blocks",
            "_99999999999",
            ".transformer_blocks.0.attn1.to_q", "mid_block", ".processor", "to_out", "conv_in", "_proj_in", ".alpha",
            ".lora_A.weight", ".lora_B.weight", ".lora_down.weight", ".lora_up.weight", "_lora.down.weight",
            ".hada_w1_a",
            ".dora_scale", "..", "", "text_model.encoder.layers.0.self_attn.q_proj", "é", " "};

    @TempDir
    private Path temporary;
    private final Map<String, NetworkFiles> networks = new LinkedHashMap<>();

    @BeforeEach
    void open() {
        ModelRepository repository = ModelRepository.open(GoldenFiles.postcards().resolve("sd"));
        for (String component : List.of("unet", "text_encoder")) {
            networks.put(component, repository.network(component));
        }
    }

    @Test
    void parse_anyName_isReadOrNot() {
        Map<String, Checkpoint> checkpoints = new LinkedHashMap<>();
        networks.forEach((component, files) -> checkpoints.put(component, files.checkpoint()));
        LayerNames names = new LayerNames(checkpoints);
        Random random = new Random(3);
        int found = 0;
        for (int i = 0; i < FUZZ; i++) {
            String name = name(random);
            LoraKey.parse(name).ifPresent(key -> assertThat(key.module()).isNotEmpty());
            OtherMethod.of(name);
            found += LoraKey.parse(name).flatMap(key -> names.find(key.module())).isPresent() ? 1 : 0;
        }
        assertThat(found).as("some names are layers").isPositive();
    }

    @Test
    void into_anyFile_isMergedOrRefusedAsABadModel() throws IOException {
        Random random = new Random(4);
        for (int i = 0; i < FUZZ / 40; i++) {
            Path file = write(random, temporary.resolve("lora-" + i + ".safetensors"));
            try {
                LoraMerge.into(networks, List.of(new Lora(LoraFile.open(file), 0.5)));
            } catch (DreamCacherException e) {
                assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL);
                assertThat(e.getMessage()).hasSizeLessThan(2_000);
            }
        }
    }

    private static Path write(Random random, Path path) throws IOException {
        SafetensorsBytes bytes = new SafetensorsBytes();
        String module = random.nextBoolean() ? "unet.conv_in" : name(random);
        for (String ending : List.of(".lora_A.weight", ".lora_B.weight", ".alpha")) {
            if (random.nextInt(8) > 0) {
                Shape shape = shape(random);
                bytes.add(module + ending, shape, new float[(int) shape.elements()]);
            }
        }
        return bytes.write(path);
    }

    private static Shape shape(Random random) {
        long[] sizes = new long[random.nextInt(6)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = new int[]{0, 1, 1, 3, 4, 8}[random.nextInt(6)];
        }
        return Shape.of(sizes);
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int n = 1 + random.nextInt(5); n > 0; n--) {
            name.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return name.toString();
    }
}
