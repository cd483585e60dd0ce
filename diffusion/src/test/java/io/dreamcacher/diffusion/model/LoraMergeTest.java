package io.dreamcacher.diffusion.model;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.rows;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipTextModel.TextStates;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.UNet2DConditionModel;
import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Merged weights, and what networks make of them, against diffusers 0.40. */
final class LoraMergeTest {
    private static final SessionSettings SETTINGS = new SessionSettings(2);
    private static final String GOLDEN = "tiny-sd1-golden/lora.safetensors";
    private static final String QUERY = "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_q.weight";
    private static final String KERNEL = "mid_block.resnets.0.conv1.weight";
    private static final String TEXT = "text_model.encoder.layers.1.self_attn.out_proj.weight";

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"kohya", "diffusers"})
    void into_bothLayouts_agreesWithDiffusers(String layout) {
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(GOLDEN));
        Map<String, NetworkFiles> merged = LoraMerge.into(networks("tiny-sd1"), List.of(lora(layout, 0.7)));

        assertMerged(merged, golden, QUERY);
        assertMerged(merged, golden, KERNEL);
        try (UNet2DConditionModel unet = UNet2DConditionModel.load(network(merged, "unet"), SETTINGS);
                ClipTextModel text = ClipTextModel.load(network(merged, "text_encoder"), SETTINGS)) {
            SafetensorsFile inputs = SafetensorsFile.open(GoldenFiles.shared("tiny-sd1-golden/unet.safetensors"));
            FloatTensor out = unet.predict(floats(inputs, "square.sample"), (float) inputs.longs("square.timestep")[0],
                    floats(inputs, "encoder_hidden_states"));
            assertClose("noise", out, floats(golden, "unet.out"), tolerance(GOLDEN, "unet.out"));
            TextStates states = text.encode(rows(golden, "text.input_ids"));
            assertClose("states", states.lastHiddenState(), floats(golden, "text.last_hidden_state"),
                    tolerance(GOLDEN, "text.last_hidden_state"));
            assertClose("pooled", states.pooled(), floats(golden, "text.pooler_output"),
                    tolerance(GOLDEN, "text.pooler_output"));
        }
    }

    private static void assertMerged(Map<String, NetworkFiles> networks, SafetensorsFile golden, String weight) {
        FloatTensor expected = floats(golden, "merged.unet." + weight);
        assertClose(weight, new FloatTensor(expected.shape(), floatsOf(networks, "unet", weight)), expected,
                tolerance(GOLDEN, "merged."));
    }

    /** Every way a layer has been named, from one and the same file. */
    @Test
    void into_olderLayouts_mergesTheSameNumbers() throws IOException {
        List<UnaryOperator<String>> layouts = List.of(
                name -> name.replaceAll("\\.to_(q|k|v)\\.lora_A", ".processor.to_$1_lora.down")
                        .replaceAll("\\.to_(q|k|v)\\.lora_B", ".processor.to_$1_lora.up")
                        .replace(".to_out.0.lora_A", ".processor.to_out_lora.down")
                        .replace(".to_out.0.lora_B", ".processor.to_out_lora.up")
                        .replaceAll("self_attn\\.(q|k|v)_proj\\.lora_A", "self_attn.to_$1_lora.down")
                        .replaceAll("self_attn\\.(q|k|v)_proj\\.lora_B", "self_attn.to_$1_lora.up")
                        .replace("self_attn.out_proj.lora_A", "self_attn.to_out_lora.down")
                        .replace("self_attn.out_proj.lora_B", "self_attn.to_out_lora.up"),
                name -> name.replace("lora_A", "lora.down").replace("lora_B", "lora.up"),
                name -> name.replace("lora_A", "lora_linear_layer.down").replace("lora_B", "lora_linear_layer.up"),
                name -> name.replaceFirst("^(unet|text_encoder)\\.", ""),
                name -> name.replaceFirst("^(unet|text_encoder)\\.", "base_model.model."));
        Map<String, NetworkFiles> expected = LoraMerge.into(networks("tiny-sd1"), List.of(
                new Lora(LoraFile.open(renamed(UnaryOperator.identity())), 0.5)));
        for (UnaryOperator<String> layout : layouts) {
            LoraFile file = LoraFile.open(renamed(layout));
            Map<String, NetworkFiles> merged = LoraMerge.into(networks("tiny-sd1"), List.of(new Lora(file, 0.5)));
            assertThat(file.size()).isEqualTo(95);
            assertThat(floatsOf(merged, "unet", QUERY)).isEqualTo(floatsOf(expected, "unet", QUERY));
            assertThat(floatsOf(merged, "unet", KERNEL)).isEqualTo(floatsOf(expected, "unet", KERNEL));
            assertThat(floatsOf(merged, "text_encoder", TEXT)).isEqualTo(floatsOf(expected, "text_encoder", TEXT));
        }
    }

    /** The diffusers file with other names, and without the metadata that has its alpha; a new file each time. */
    private Path renamed(UnaryOperator<String> names) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(extra("lora-diffusers"));
        SafetensorsBytes bytes = new SafetensorsBytes();
        file.tensors().forEach((name, entry) -> bytes.add(names.apply(name), entry.shape(), file.floats(name)));
        return bytes.write(Files.createTempFile(temporary, "renamed", ".safetensors"));
    }

    @ParameterizedTest
    @CsvSource({"lora_A,NaN", "lora_B,Infinity", "lora_B,-Infinity"})
    void into_numbersThatAreNone_areRefusedWithFileAndTensor(String matrix, float number) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(extra("lora-diffusers"));
        SafetensorsBytes bytes = new SafetensorsBytes();
        String broken = "unet." + QUERY.replace("weight", matrix + ".weight");
        file.tensors().forEach((name, entry) -> {
            float[] values = file.floats(name);
            values[5] = name.equals(broken) ? number : values[5];
            bytes.add(name, entry.shape(), values);
        });
        LoraFile lora = LoraFile.open(bytes.write(temporary.resolve("broken.safetensors")));
        Map<String, NetworkFiles> merged = LoraMerge.into(networks("tiny-sd1"), List.of(new Lora(lora, 1)));
        assertThatThrownBy(() -> floatsOf(merged, "unet", QUERY)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("Every number of tensor " + broken)
                .hasMessageContaining("broken.safetensors must be finite; number 5 is " + number);
    }

    @Test
    void into_scaleThatOverflows_isRefusedWithIt() {
        Map<String, NetworkFiles> merged = LoraMerge.into(networks("tiny-sd1"), List.of(lora("diffusers", 1e60)));
        assertThatThrownBy(() -> floatsOf(merged, "unet", QUERY)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("must be finite; ")
                .hasMessageContaining("lora-diffusers.safetensors at scale 1.0E60");
    }

    @Test
    void open_fileWithoutTensors_saysSo() throws IOException {
        Path empty = new SafetensorsBytes().write(temporary.resolve("empty.safetensors"));
        assertThatThrownBy(() -> LoraFile.open(empty)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("empty.safetensors has no tensors.");
    }

    @Test
    void into_noAlpha_takesTheRank() throws IOException {
        Map<String, NetworkFiles> plain = networks("tiny-sd1");
        Lora half = lora("diffusers", 1); // alpha 2 over rank 4
        Lora whole = new Lora(LoraFile.open(renamed(UnaryOperator.identity())), 0.5);
        assertThat(floatsOf(LoraMerge.into(plain, List.of(half)), "unet", KERNEL))
                .isEqualTo(floatsOf(LoraMerge.into(plain, List.of(whole)), "unet", KERNEL));
    }

    @Test
    void into_peftMetadata_hasAlphasOfLayersAndRootsOfRanks() throws IOException {
        String layer = "unet.conv_in";
        SafetensorsBytes bytes = new SafetensorsBytes().metadata("""
                {"lora_adapter_metadata": "{\\"unet.lora_alpha\\": 3, \\"unet.use_rslora\\": true,
                 \\"unet.alpha_pattern\\": {\\"conv_in\\": 10}}"}""".replace("\n", ""));
        float[] down = new float[4 * 4 * 9];
        down[0] = 1;
        float[] up = new float[8 * 4];
        up[0] = 1;
        bytes.add(layer + ".lora_A.weight", Shape.of(4, 4, 3, 3), down)
                .add(layer + ".lora_B.weight", Shape.of(8, 4, 1, 1), up);
        Map<String, NetworkFiles> plain = networks("tiny-sd1");
        Map<String, NetworkFiles> merged = LoraMerge.into(plain,
                List.of(new Lora(LoraFile.open(bytes.write(temporary.resolve("rs.safetensors"))), 1)));
        float[] before = floatsOf(plain, "unet", "conv_in.weight");
        float[] after = floatsOf(merged, "unet", "conv_in.weight");
        assertThat(after[0]).isEqualTo((float) (before[0] + 10 / Math.sqrt(4)));
        assertThat(after[1]).isEqualTo(before[1]);
    }

    @Test
    void into_severalLoras_addsThemInAnyOrder() throws IOException {
        Lora a = lora("kohya", 0.7);
        Lora b = new Lora(LoraFile.open(renamed(UnaryOperator.identity())), -0.3);
        Lora c = lora("diffusers", 1.9);
        Map<String, NetworkFiles> plain = networks("tiny-sd1");
        float[] merged = floatsOf(LoraMerge.into(plain, List.of(a, b, c)), "unet", KERNEL);

        assertThat(floatsOf(LoraMerge.into(plain, List.of(c, b, a)), "unet", KERNEL)).isEqualTo(merged);
        assertThat(floatsOf(LoraMerge.into(plain, List.of(b, a, c)), "unet", KERNEL)).isEqualTo(merged);
        float[] weight = floatsOf(plain, "unet", KERNEL);
        float[] one = floatsOf(LoraMerge.into(plain, List.of(lora("kohya", 1))), "unet", KERNEL);
        for (int i = 0; i < weight.length; i++) { // b has no alpha and therefore counts twice
            double change = (0.7 - 2 * 0.3 + 1.9) * ((double) one[i] - weight[i]);
            assertThat((double) merged[i]).isCloseTo(weight[i] + change, Offset.offset(1e-6));
        }
    }

    @Test
    void into_scaleZeroOrOpposite_leavesTheWeights() {
        Map<String, NetworkFiles> plain = networks("tiny-sd1");
        NetworkFiles unet = network(LoraMerge.into(plain, List.of(lora("kohya", 0))), "unet");
        assertThat(unet.checkpoint().tensor(KERNEL)).isInstanceOf(WeightTensor.Stored.class);
        Map<String, NetworkFiles> opposite = LoraMerge.into(plain,
                List.of(lora("kohya", 0.4), lora("diffusers", -0.4)));
        assertThat(floatsOf(opposite, "unet", KERNEL)).isEqualTo(floatsOf(plain, "unet", KERNEL));
        assertThat(LoraMerge.into(plain, List.of())).isSameAs(plain);
    }

    @Test
    void into_kohyaNamesOfSdxl_findsTheLayersOfBothEncodersAndTheUnet() throws IOException {
        Map<String, NetworkFiles> plain = networks("tiny-sdxl");
        Map<String, String> pairs = Map.of(
                "lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q",
                "unet/down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q.weight",
                "lora_unet_middle_block_1_proj_in", "unet/mid_block.attentions.0.proj_in.weight",
                "lora_te1_text_model_encoder_layers_0_mlp_fc1",
                "text_encoder/text_model.encoder.layers.0.mlp.fc1.weight",
                "lora_te2_text_model_encoder_layers_1_self_attn_k_proj",
                "text_encoder_2/text_model.encoder.layers.1.self_attn.k_proj.weight",
                "lora_te2_text_projection", "text_encoder_2/text_projection.weight");
        SafetensorsBytes bytes = new SafetensorsBytes();
        pairs.forEach((module, weight) -> {
            Shape shape = tensor(plain, weight).shape();
            float[] first = new float[shape.intSize(1)];
            first[0] = 1;
            float[] column = new float[shape.intSize(0)];
            column[0] = 1;
            bytes.add(module + ".lora_down.weight", Shape.of(1, first.length), first)
                    .add(module + ".lora_up.weight", Shape.of(column.length, 1), column)
                    .add(module + ".alpha", Shape.of(), 3);
        });
        Map<String, NetworkFiles> merged = LoraMerge.into(plain,
                List.of(new Lora(LoraFile.open(bytes.write(temporary.resolve("xl.safetensors"))), 2)));
        pairs.values().forEach(weight -> {
            float[] before = tensor(plain, weight).floats();
            before[0] += 6;
            assertThat(tensor(merged, weight).floats()).as(weight).isEqualTo(before);
        });
    }

    @Test
    void into_anotherFamily_isRefusedWithBothNames() {
        assertThatThrownBy(() -> LoraMerge.into(networks("tiny-sdxl"), List.of(lora("kohya", 1))))
                .hasMessageContaining("lora-kohya.safetensors must be made for this family of models, "
                        + "text states of width 72; it was made for text states of width 32");
        Path postcards = GoldenFiles.postcards().resolve("sd");
        assertThatThrownBy(() -> LoraMerge.into(networks(postcards), List.of(lora("diffusers", 1))))
                .hasMessageContaining("it was made for text states of width 32. Choose another.");
    }

    @Test
    void into_modulesWithoutAPlace_areNamed() throws IOException {
        assertThatThrownBy(() -> merge(new SafetensorsBytes()
                .add("lora_unet_double_blocks_0_img_attn_proj.lora_down.weight", Shape.of(1, 2), 1, 2)
                .add("lora_unet_double_blocks_0_img_attn_proj.lora_up.weight", Shape.of(2, 1), 1, 2)))
                .hasMessageEndingWith("must change layers of this model (unet, text_encoder); none of its 1 modules "
                        + "does: lora_unet_double_blocks_0_img_attn_proj. Choose one made for this family of models.");
        assertThatThrownBy(() -> merge(new SafetensorsBytes()
                .add("unet.conv_in.lora_A.weight", Shape.of(1, 4, 3, 3), new float[36])
                .add("unet.conv_in.lora_B.weight", Shape.of(8, 1, 1, 1), new float[8])
                .add("unet.conv_on.lora_A.weight", Shape.of(1, 2), 1, 2)
                .add("unet.conv_on.lora_B.weight", Shape.of(2, 1), 1, 2)))
                .hasMessageContaining("1 of 2 are not: unet.conv_on. It was probably made for another family");
    }

    @Test
    void into_matricesOfAnotherShape_areRefusedWithNumbers() {
        assertThatThrownBy(() -> merge(new SafetensorsBytes()
                .add("unet.conv_in.lora_A.weight", Shape.of(1, 9, 3, 3), new float[81])
                .add("unet.conv_in.lora_B.weight", Shape.of(8, 1, 1, 1), new float[8])))
                .hasMessageContaining("The module unet.conv_in of the LoRA ")
                .hasMessageContaining("must fit conv_in.weight of the model's unet, [8, 4, 3, 3]; its matrices are "
                        + "[1, 9, 3, 3] and [8, 1, 1, 1]");
    }

    private Map<String, NetworkFiles> merge(SafetensorsBytes bytes) throws IOException {
        LoraFile file = LoraFile.open(bytes.write(temporary.resolve("lora.safetensors")));
        return LoraMerge.into(networks("tiny-sd1"), List.of(new Lora(file, 1)));
    }

    private static Lora lora(String layout, double scale) {
        return new Lora(LoraFile.open(extra("lora-" + layout)), scale);
    }

    private static Path extra(String name) {
        return GoldenFiles.shared("tiny-sd1-extras/" + name + ".safetensors");
    }

    private static Map<String, NetworkFiles> networks(String repository) {
        return networks(GoldenFiles.shared(repository));
    }

    private static Map<String, NetworkFiles> networks(Path path) {
        DiffusersRepository repository = DiffusersRepository.open(path);
        Map<String, NetworkFiles> networks = new LinkedHashMap<>();
        for (String component : List.of("unet", "text_encoder", "text_encoder_2")) {
            if (repository.components().contains(component)) {
                networks.put(component, repository.network(component));
            }
        }
        return networks;
    }

    private static NetworkFiles network(Map<String, NetworkFiles> networks, String component) {
        return Objects.requireNonNull(networks.get(component));
    }

    private static float[] floatsOf(Map<String, NetworkFiles> networks, String component, String weight) {
        return tensor(networks, component + "/" + weight).floats();
    }

    private static WeightTensor tensor(Map<String, NetworkFiles> networks, String path) {
        int slash = path.indexOf('/');
        return network(networks, path.substring(0, slash)).checkpoint().tensor(path.substring(slash + 1));
    }
}
