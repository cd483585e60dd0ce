package io.dreamcacher.diffusion.network;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelFolder;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Conditions;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UNet2DConditionModelTest {
    private static final SessionSettings SETTINGS = new SessionSettings(2);
    @TempDir
    private Path temporary;

    @Test
    void predict_postcards_agreesWithDiffusers() {
        Path postcards = GoldenFiles.postcards();
        SafetensorsFile golden = SafetensorsFile.open(postcards.resolve("golden/unet.safetensors"));
        try (UNet2DConditionModel unet = load(ModelFolder.open(postcards.resolve("sd/unet")))) {
            FloatTensor out = unet.predict(floats(golden, "sample"), timesteps(golden, "timestep"),
                    conditions(golden));
            assertClose("noise", out, floats(golden, "out"), 2e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({"tiny-sd1,square", "tiny-sd1,two_timesteps", "tiny-sd1,nonsquare", "tiny-sd1,odd", "tiny-sd2,square",
            "tiny-sd2,two_timesteps", "tiny-sd2,nonsquare", "tiny-sd2,odd", "tiny-sdxl,square",
            "tiny-sdxl,two_timesteps", "tiny-sdxl,nonsquare", "tiny-sdxl,odd"})
    void predict_tinyRepositories_agreeWithDiffusers(String repository, String sizes) {
        String file = repository + "-golden/unet.safetensors";
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        try (UNet2DConditionModel unet = load(ModelFolder.open(GoldenFiles.shared(repository + "/unet")))) {
            FloatTensor out = unet.predict(floats(golden, sizes + ".sample"), timesteps(golden, sizes + ".timestep"),
                    conditions(golden));
            assertThat(unet.takesSizes()).isEqualTo(repository.equals("tiny-sdxl"));
            assertClose(sizes, out, floats(golden, sizes + ".out"), tolerance(file, sizes + ".out"));
        }
    }

    @Test
    void predict_halfPrecisionWeights_agreesWithDiffusers() {
        String file = "tiny-sd1-golden/unet-fp16-weights.safetensors";
        SafetensorsFile inputs = SafetensorsFile.open(GoldenFiles.shared("tiny-sd1-golden/unet.safetensors"));
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        ModelFolder half = ModelFolder.open(GoldenFiles.shared("tiny-sd1/unet"),
                "diffusion_pytorch_model.fp16.safetensors");
        try (UNet2DConditionModel unet = load(half)) {
            FloatTensor out = unet.predict(floats(inputs, "square.sample"), timesteps(inputs, "square.timestep"),
                    conditions(inputs));
            assertClose("noise", out, floats(golden, "out"), tolerance(file, "out"));
        }
    }

    /** Whole outputs hardly show the epsilon of a group norm; an input of very small variance does. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny-sd1", "tiny-sd2", "tiny-sdxl"})
    void transformer_inputOfSmallVariance_agreesWithDiffusers(String repository) {
        String file = repository + "-golden/unet.safetensors";
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(file));
        ModelFolder folder = ModelFolder.open(GoldenFiles.shared(repository + "/unet"));
        UNetConfig config = UNetConfig.read(folder.config());
        Weights weights = new Weights(folder.checkpoint());
        OnnxGraph graph = new OnnxGraph();
        Value image = graph.input("image", OnnxType.FLOAT, "batch", "channels", "height", "width");
        Value context = graph.input("context", OnnxType.FLOAT, "batch", "tokens", "width2");
        graph.output("out", new ContextTransformer(config.down().get(1), config.norm().groups())
                .apply(new Layers(graph, weights).in("down_blocks.1.attentions.0"), image, context,
                        config.down().get(1).depths().getFirst()));
        try (OnnxSession session = OnnxSession.load("a transformer", graph, weights, SETTINGS)) {
            FloatTensor out = session.run(Map.of("image", floats(golden, "small.in"), "context",
                    floats(golden, "encoder_hidden_states").item(0)), "out").getFirst();
            assertClose("transformer", out, floats(golden, "small.out"), tolerance(file, "small.out"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"down_block_types\": [\"AttnDownBlock2D\"]|down_block_types in|a list of CrossAttnDownBlock2D and DownBlock2D",
            "\"mid_block_type\": \"UNetMidBlock2DSimpleCrossAttn\"|mid_block_type in|must be UNetMidBlock2DCrossAttn, UNetMidBlock2D or null",
            "\"act_fn\": \"mish\"|act_fn in|must be \"silu\"; found \"mish\"",
            "\"class_embed_type\": \"timestep\"|class_embed_type in|must be absent or null",
            "\"addition_embed_type\": \"image\"|addition_embed_type in|must be \"text_time\"; found \"image\"",
            "\"block_out_channels\": [320, 640]|block_out_channels in|must be a list of 4",
            "\"attention_head_dim\": 7|attention_head_dim in|a divisor of each block's channels",
            "\"layers_per_block\": \"two\"|layers_per_block in|whole number of 1 or more; found \"two\""})
    void load_unknownConfigValue_isNamed(String line, String key, String rule) throws IOException {
        Files.writeString(temporary.resolve("config.json"), "{" + line + "}");
        Files.writeString(temporary.resolve("model.safetensors"), "");

        assertThatThrownBy(() -> load(ModelFolder.open(temporary))).isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll(key, rule, "config.json");
    }

    @Test
    void load_configThatDoesNotFitTheWeights_namesTensorAndBothShapes() throws IOException {
        Path unet = GoldenFiles.postcards().resolve("sd/unet");
        String config = Files.readString(unet.resolve("config.json"));
        Files.writeString(temporary.resolve("config.json"),
                config.replace("\"cross_attention_dim\": 128", "\"cross_attention_dim\": 768"));
        Path weights = temporary.resolve("diffusion_pytorch_model.safetensors");
        Files.copy(unet.resolve("diffusion_pytorch_model.safetensors"), weights);

        assertThatThrownBy(() -> load(ModelFolder.open(temporary))).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("attn2.to_k.weight of " + weights.toRealPath())
                .hasMessageContaining("[64, 768]")
                .hasMessageContaining("found [64, 128]");
    }

    private static UNet2DConditionModel load(ModelFolder folder) {
        return UNet2DConditionModel.load(folder, SETTINGS);
    }

    private static Conditions conditions(SafetensorsFile golden) {
        return new Conditions(floats(golden, "encoder_hidden_states"), sizes(golden), OptionalDouble.empty());
    }

    private static Optional<Sizes> sizes(SafetensorsFile golden) {
        return golden.tensors().containsKey("time_ids")
                ? Optional.of(new Sizes(floats(golden, "text_embeds"), floats(golden, "time_ids")))
                : Optional.empty();
    }

    private static float[] timesteps(SafetensorsFile golden, String name) {
        long[] timesteps = golden.longs(name);
        float[] floats = new float[timesteps.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = timesteps[i];
        }
        return floats;
    }
}
