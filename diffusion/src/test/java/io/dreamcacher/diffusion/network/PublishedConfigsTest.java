package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.PublishedShapes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is derived from the shapes of published checkpoints is what config.json says in the published repositories:
 * stable-diffusion-v1-5, stable-diffusion-2-1, stable-diffusion-2-inpainting and stable-diffusion-xl-base-1.0.
 */
final class PublishedConfigsTest {
    private static final String SD1_UNET = """
            {"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.6.0", "act_fn": "silu",
             "attention_head_dim": 8, "block_out_channels": [320, 640, 1280, 1280], "center_input_sample": false,
             "cross_attention_dim": 768, "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
             "CrossAttnDownBlock2D", "DownBlock2D"], "downsample_padding": 1, "flip_sin_to_cos": true,
             "freq_shift": 0, "in_channels": 4, "layers_per_block": 2, "mid_block_scale_factor": 1, "norm_eps": 1e-05,
             "norm_num_groups": 32, "out_channels": 4, "sample_size": 64, "up_block_types": ["UpBlock2D",
             "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]}""";
    private static final String SD2_UNET = """
            {"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.10.0.dev0", "act_fn": "silu",
             "attention_head_dim": [5, 10, 20, 20], "block_out_channels": [320, 640, 1280, 1280],
             "center_input_sample": false, "cross_attention_dim": 1024, "down_block_types": ["CrossAttnDownBlock2D",
             "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"], "downsample_padding": 1,
             "dual_cross_attention": false, "flip_sin_to_cos": true, "freq_shift": 0, "in_channels": 4,
             "layers_per_block": 2, "mid_block_scale_factor": 1, "norm_eps": 1e-05, "norm_num_groups": 32,
             "num_class_embeds": null, "only_cross_attention": false, "out_channels": 4, "sample_size": 96,
             "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
             "use_linear_projection": true, "upcast_attention": true}""";
    private static final String XL_UNET = """
            {"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.19.0.dev0", "act_fn": "silu",
             "addition_embed_type": "text_time", "addition_embed_type_num_heads": 64, "addition_time_embed_dim": 256,
             "attention_head_dim": [5, 10, 20], "block_out_channels": [320, 640, 1280], "center_input_sample": false,
             "class_embed_type": null, "class_embeddings_concat": false, "conv_in_kernel": 3, "conv_out_kernel": 3,
             "cross_attention_dim": 2048, "cross_attention_norm": null, "down_block_types": ["DownBlock2D",
             "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"], "downsample_padding": 1, "dual_cross_attention": false,
             "encoder_hid_dim": null, "encoder_hid_dim_type": null, "flip_sin_to_cos": true, "freq_shift": 0,
             "in_channels": 4, "layers_per_block": 2, "mid_block_only_cross_attention": null,
             "mid_block_scale_factor": 1, "mid_block_type": "UNetMidBlock2DCrossAttn", "norm_eps": 1e-05,
             "norm_num_groups": 32, "num_attention_heads": null, "num_class_embeds": null,
             "only_cross_attention": false, "out_channels": 4, "projection_class_embeddings_input_dim": 2816,
             "resnet_out_scale_factor": 1.0, "resnet_skip_time_act": false, "resnet_time_scale_shift": "default",
             "sample_size": 128, "time_cond_proj_dim": null, "time_embedding_act_fn": null,
             "time_embedding_dim": null, "time_embedding_type": "positional", "timestep_post_act": null,
             "transformer_layers_per_block": [1, 2, 10], "up_block_types": ["CrossAttnUpBlock2D",
             "CrossAttnUpBlock2D", "UpBlock2D"], "upcast_attention": null, "use_linear_projection": true}""";
    private static final String CLIP = """
            {"architectures": ["%s"], "bos_token_id": 0, "eos_token_id": 2, "hidden_act": "%s", "hidden_size": %d,
             "intermediate_size": %d, "layer_norm_eps": 1e-05, "max_position_embeddings": 77,
             "model_type": "clip_text_model", "num_attention_heads": %d, "num_hidden_layers": %d, "pad_token_id": 1,
             "projection_dim": %d, "vocab_size": 49408}""";

    @TempDir
    private Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("published.safetensors");
    }

    @Test
    void sd1_configsAndScheduler_areThePublishedOnes() throws IOException {
        ModelRepository repository = ModelRepository.open(PublishedShapes.sd1(4).write(file));

        assertUNet(repository, SD1_UNET);
        assertVae(repository, "0.18215");
        assertText(repository, "text_encoder", CLIP.formatted("CLIPTextModel", "quick_gelu", 768, 3072, 12, 12, 768));
        assertScheduler(repository, "PNDMScheduler", "epsilon");
        assertThat(repository.tokenizer("tokenizer").encode("wow!").paddedIds()).startsWith(49406, 2781, 256, 49407,
                49407);
    }

    @Test
    void sd2_configsAndScheduler_areThePublishedOnes() throws IOException {
        ModelRepository repository = ModelRepository.open(PublishedShapes.sd2(4).write(file));

        assertUNet(repository, SD2_UNET);
        assertVae(repository, "0.18215");
        assertText(repository, "text_encoder", CLIP.formatted("CLIPTextModel", "gelu", 1024, 4096, 16, 23, 1024));
        assertScheduler(repository, "DDIMScheduler", "v_prediction");
        assertThat(repository.tokenizer("tokenizer").encode("wow!").paddedIds()).startsWith(49406, 2781, 0, 49407, 0);
    }

    @Test
    void sd2_inpainting_predictsNoiseFromNineChannels() throws IOException {
        ModelRepository repository = ModelRepository.open(PublishedShapes.sd2(9).write(file));

        assertUNet(repository, SD2_UNET.replace("\"in_channels\": 4", "\"in_channels\": 9")
                .replace("\"sample_size\": 96", "\"sample_size\": 64"));
        assertScheduler(repository, "PNDMScheduler", "epsilon");
    }

    @Test
    void xl_configsAndScheduler_areThePublishedOnes() throws IOException {
        ModelRepository repository = ModelRepository.open(PublishedShapes.xl().write(file));

        assertUNet(repository, XL_UNET);
        assertVae(repository, "0.13025");
        assertText(repository, "text_encoder", CLIP.formatted("CLIPTextModel", "quick_gelu", 768, 3072, 12, 12, 768));
        assertText(repository, "text_encoder_2",
                CLIP.formatted("CLIPTextModelWithProjection", "gelu", 1280, 5120, 20, 32, 1280));
        assertScheduler(repository, "EulerDiscreteScheduler", "epsilon");
        assertThat(repository.zerosForEmptyPrompt()).isTrue();
        assertThat(repository.tokenizer("tokenizer_2").encode("").paddedIds()).startsWith(49406, 49407, 0, 0);
        assertThat(repository.tokenizer("tokenizer").encode("").paddedIds()).startsWith(49406, 49407, 49407);
    }

    @Test
    void xl_markedForVelocities_predictsThem() throws IOException {
        ModelRepository repository = ModelRepository
                .open(PublishedShapes.xl().with("v_pred", 0).with("ztsnr", 0).write(file));

        assertScheduler(repository, "EulerDiscreteScheduler", "v_prediction");
        assertThat(repository.schedulerSettings().flag("rescale_betas_zero_snr", false)).isTrue();
    }

    private void assertUNet(ModelRepository repository, String published) {
        NetworkFiles files = repository.network("unet");
        ModelConfig expected = ModelConfig.of(file, published);
        assertThat(UNetConfig.read(files.config())).isEqualTo(UNetConfig.read(expected));
        assertThat(files.config().positive("sample_size", 0)).isEqualTo(expected.positive("sample_size", 0));
        Weights weights = new Weights(files.checkpoint());
        UNet2DConditionGraph.build(new Layers(new OnnxGraph(), weights), UNetConfig.read(expected));
        weights.requireAllUsed(tensor -> false);
    }

    private void assertVae(ModelRepository repository, String scalingFactor) {
        NetworkFiles files = repository.network("vae");
        AutoencoderConfig expected = AutoencoderConfig.read(ModelConfig.of(file, """
                {"_class_name": "AutoencoderKL", "act_fn": "silu", "block_out_channels": [128, 256, 512, 512],
                 "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D",
                 "DownEncoderBlock2D"], "in_channels": 3, "latent_channels": 4, "layers_per_block": 2,
                 "norm_num_groups": 32, "out_channels": 3, "sample_size": 512, "up_block_types": ["UpDecoderBlock2D",
                 "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"], "scaling_factor": %s}"""
                .formatted(scalingFactor)));
        assertThat(AutoencoderConfig.read(files.config())).isEqualTo(expected);
        Weights weights = new Weights(files.checkpoint());
        new AutoencoderKlGraph(new Layers(new OnnxGraph(), weights), expected).buildEncoder();
        new AutoencoderKlGraph(new Layers(new OnnxGraph(), weights), expected).buildDecoder();
        weights.requireAllUsed(tensor -> false);
    }

    private void assertText(ModelRepository repository, String component, String published) {
        NetworkFiles files = repository.network(component);
        ClipTextConfig expected = ClipTextConfig.read(ModelConfig.of(file, published));
        assertThat(ClipTextConfig.read(files.config())).isEqualTo(expected);
        Weights weights = new Weights(files.checkpoint());
        new ClipTextGraph(new Layers(new OnnxGraph(), weights), expected)
                .build(files.checkpoint().has("text_projection.weight"));
        weights.requireAllUsed(tensor -> tensor.endsWith("position_ids"));
    }

    private static void assertScheduler(ModelRepository repository, String className, String prediction) {
        assertThat(repository.scheduler().kind().className()).isEqualTo(className);
        assertThat(repository.schedulerSettings().text("prediction_type")).contains(prediction);
    }
}
