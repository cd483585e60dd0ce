package io.dreamcacher.diffusion.network;

import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.model.WeightTensor;
import io.dreamcacher.diffusion.network.AutoencoderKl.LatentScaling;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Conditions;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Variants that small and distilled models have, made of the tiny repositories by leaving tensors out. The numbers are
 * what diffusers 0.40 computes for the same tensors and configs (torch 2.13, one thread).
 */
final class NetworkVariantsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final SessionSettings SETTINGS = new SessionSettings(1);

    @Test
    void unet_withoutAMiddle_agreesWithDiffusers() throws IOException {
        NetworkFiles files = variant("tiny-sd1", "unet", "\"mid_block_type\": null", "mid_block.");

        assertNumbers(predict(files, "tiny-sd1", OptionalDouble.empty()), 1239.6324, 0.4586789, 0.201295, -0.0410535,
                0.2240247);
    }

    @Test
    void unet_middleWithoutAttention_agreesWithDiffusers() throws IOException {
        NetworkFiles files = variant("tiny-sd1", "unet", "\"mid_block_type\": \"UNetMidBlock2D\"",
                "mid_block.attentions.", "mid_block.resnets.1.");

        assertNumbers(predict(files, "tiny-sd1", OptionalDouble.empty()), 1238.4841, 0.4595861, 0.2019253, -0.039855,
                0.2210144);
    }

    @Test
    void unet_depthsByLayer_agreesWithDiffusers() throws IOException {
        NetworkFiles files = variant("tiny-sdxl", "unet",
                "\"transformer_layers_per_block\": [1, [2, 1], [3, 3]], \"reverse_transformer_layers_per_block\": [[3, 3, 1], [2, 2, 2], 1]",
                "down_blocks.1.attentions.1.transformer_blocks.1.", "up_blocks.0.attentions.2.transformer_blocks.1.",
                "up_blocks.0.attentions.2.transformer_blocks.2.");

        assertNumbers(predict(files, "tiny-sdxl", OptionalDouble.empty()), 1379.6006, 0.2076513, -0.408535, 1.2340509,
                1.2008842);
    }

    @Test
    void unet_toldTheGuidanceScale_agreesWithDiffusers() throws IOException {
        NetworkFiles files = variant("tiny-sd1", "unet", "\"time_cond_proj_dim\": 6", "none");
        float[] projection = new float[48];
        for (int i = 0; i < projection.length; i++) {
            projection[i] = (i % 7 - 3) / 8f;
        }
        NetworkFiles told = files.with(files.checkpoint()
                .with(Map.of("time_embedding.cond_proj.weight",
                        new WeightTensor.Made(Shape.of(8, 6), projection::clone))));

        assertNumbers(predict(told, "tiny-sd1", OptionalDouble.of(8)), 1236.1244, 0.4987017, 0.2323236, -0.0743312,
                0.2125224);
        assertNumbers(predict(told, "tiny-sd1", OptionalDouble.empty()), 1239.0946, 0.4463234, 0.1953058, -0.0255353,
                0.2090059);
    }

    @Test
    void vae_withoutAttentionAndQuantConvolutions_agreesWithDiffusers() throws IOException {
        NetworkFiles files = variant("tiny-sd2", "vae",
                "\"mid_block_add_attention\": false, \"use_quant_conv\": false, \"use_post_quant_conv\": false",
                "encoder.mid_block.attentions.", "decoder.mid_block.attentions.", "quant_conv.", "post_quant_conv.");
        try (AutoencoderKl vae = AutoencoderKl.load(files, SETTINGS)) {
            assertNumbers(vae.decode(pattern(1, 4, 4, 2)), 127.93984, 0.0258785, 0.3236286, 0.1030652, 0.1494084);
            assertNumbers(vae.encode(pattern(1, 3, 16, 8)).mean(), 11.301533, 0.4455245, -0.2044618, 0.60576,
                    0.9818077);
        }
    }

    @Test
    void scaling_shiftMeansAndDeviations_areUndone() {
        ModelConfig config = ModelConfig.of(Path.of("config.json"),
                "{\"scaling_factor\": 0.5, \"shift_factor\": 0.25, \"latent_channels\": 2, \"latents_mean\": [1, 2], \"latents_std\": [4, 8]}");
        LatentScaling scaling = AutoencoderConfig.read(config).scaling();
        FloatTensor latents = FloatTensor.of(new float[]{1, 2, 3, 4}, 1, 2, 1, 2);

        assertThat(scaling.scaled(latents).values()).containsExactly(-0.03125f, 0.09375f, 0.046875f, 0.109375f);
        assertThat(scaling.unscaled(scaling.scaled(latents)).values()).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"unet|\"fresh_idea\": 3|fresh_idea (3)",
            "unet|\"norm_num_groups\": null|norm_num_groups in",
            "unet|\"transformer_layers_per_block\": [1, [1, 1], 1, 1]|reverse_transformer_layers_per_block in",
            "unet|\"reverse_transformer_layers_per_block\": [1, 1]|a list of 4, one a block",
            "unet|\"quantization_config\": {}|quantization_config ({})",
            "unet|\"class_embed_type\": \"projection\"|class_embed_type in",
            "vae|\"fresh_idea\": []|fresh_idea ([])", "vae|\"latents_mean\": [1]|latents_mean in",
            "vae|\"scaling_factor\": 0|scaling_factor in", "text_encoder|\"fresh_idea\": {}|fresh_idea ({})",
            "text_encoder|\"pruned_heads\": {\"1\": [0]}|pruned_heads in",
            "text_encoder|\"hidden_act\": \"relu\"|hidden_act in"})
    void load_settingThatIsNotKnown_isNamed(String component, String setting, String message) throws IOException {
        NetworkFiles files = variant("tiny-sd1", component, setting, "none");

        assertThatThrownBy(() -> load(component, files)).isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll(message, "config.json");
    }

    private static AutoCloseable load(String component, NetworkFiles files) {
        return switch (component) {
            case "unet" -> UNet2DConditionModel.load(files, SETTINGS);
            case "vae" -> AutoencoderKl.load(files, SETTINGS);
            default -> ClipTextModel.load(files, SETTINGS);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"unet|\"optimization_step\": 7, \"_name_or_path\": \"x\", \"dropout\": 0.1",
            "vae|\"force_upcast\": true, \"sample_size\": [8, 8]",
            "text_encoder|\"torch_dtype\": \"float16\", \"chunk_size_feed_forward\": 0, \"pruned_heads\": {}"})
    void read_settingsWithoutEffect_areAccepted(String component, String settings) throws IOException {
        NetworkFiles files = variant("tiny-sd1", component, settings, "none");

        assertThat(switch (component) {
            case "unet" -> UNetConfig.read(files.config()).inChannels();
            case "vae" -> AutoencoderConfig.read(files.config()).latentChannels();
            default -> ClipTextConfig.read(files.config()).positions();
        }).isPositive();
    }

    private record Variant(String name, ModelConfig config, Checkpoint checkpoint) implements NetworkFiles {}

    /** A network of a tiny repository with more in its config, and without the tensors that begin so. */
    private static NetworkFiles variant(String repository, String component, String settings, String... without)
            throws IOException {
        Path folder = GoldenFiles.shared(repository).resolve(component);
        ObjectNode config = (ObjectNode) JSON.readTree(Files.readString(folder.resolve("config.json")));
        config.setAll((ObjectNode) JSON.readTree("{" + settings + "}"));
        Checkpoint all = ModelRepository.open(GoldenFiles.shared(repository)).network(component).checkpoint();
        Map<String, WeightTensor> kept = new TreeMap<>();
        all.names()
                .stream()
                .filter(name -> Stream.of(without).noneMatch(name::startsWith))
                .forEach(name -> kept.put(name, all.tensor(name)));
        return new Variant(component, ModelConfig.of(folder.resolve("config.json"), config.toString()),
                Checkpoint.of(all.source(), kept));
    }

    private static FloatTensor predict(NetworkFiles files, String repository, OptionalDouble guidance) {
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(repository + "-golden/unet.safetensors"));
        Optional<Sizes> sizes = golden.tensors().containsKey("time_ids")
                ? Optional.of(new Sizes(floats(golden, "text_embeds"), floats(golden, "time_ids")))
                : Optional.empty();
        try (UNet2DConditionModel unet = UNet2DConditionModel.load(files, SETTINGS)) {
            return unet.predict(floats(golden, "square.sample"), 500,
                    new Conditions(floats(golden, "encoder_hidden_states"), sizes, guidance));
        }
    }

    private static FloatTensor pattern(long... sizes) {
        float[] values = new float[Math.toIntExact(Shape.of(sizes).elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 5 % 11 - 5) / 5f;
        }
        return FloatTensor.of(values, sizes);
    }

    /** The sum of absolute values, and the first values. */
    private static void assertNumbers(FloatTensor actual, double sum, double... first) {
        float[] values = actual.values();
        double total = IntStream.range(0, values.length).mapToDouble(i -> Math.abs(values[i])).sum();
        assertThat(total).isCloseTo(sum, within(sum * 2e-6));
        for (int i = 0; i < first.length; i++) {
            assertThat((double) values[i]).isCloseTo(first[i], within(2e-5));
        }
    }
}
