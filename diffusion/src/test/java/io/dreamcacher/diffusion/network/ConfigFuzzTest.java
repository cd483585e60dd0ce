package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.Fuzz;
import io.dreamcacher.diffusion.model.ModelConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigFuzzTest {
    private static final String UNET = "{\"in_channels\": 4, \"out_channels\": 4, \"block_out_channels\": [8, 12], "
            + "\"down_block_types\": [\"CrossAttnDownBlock2D\", \"DownBlock2D\"], \"up_block_types\": "
            + "[\"UpBlock2D\", \"CrossAttnUpBlock2D\"], \"layers_per_block\": [1, 2], \"attention_head_dim\": 2, "
            + "\"transformer_layers_per_block\": [[1], [1, 2]], \"reverse_transformer_layers_per_block\": "
            + "[[1, 2, 3], 1], \"mid_block_type\": null, \"norm_eps\": 1e-05, \"time_cond_proj_dim\": 6, "
            + "\"addition_embed_type\": \"text_time\", \"addition_time_embed_dim\": 8, "
            + "\"projection_class_embeddings_input_dim\": 60}";
    private static final String VAE = "{\"block_out_channels\": [8, 8], \"down_block_types\": "
            + "[\"DownEncoderBlock2D\", \"DownEncoderBlock2D\"], \"up_block_types\": [\"UpDecoderBlock2D\", "
            + "\"UpDecoderBlock2D\"], \"latents_mean\": [0, 1, 2, 3], \"latents_std\": [1, 1, 1, 1], "
            + "\"scaling_factor\": 0.5, \"use_quant_conv\": false}";
    private static final String CLIP = "{\"projection_dim\": 4, \"text_config\": {\"hidden_size\": 8, "
            + "\"num_attention_heads\": 2, \"eos_token_id\": 2, \"hidden_act\": \"gelu\"}, \"vision_config\": "
            + "{\"hidden_size\": 8, \"num_attention_heads\": 2, \"image_size\": 28, \"patch_size\": 14}}";

    @TempDir
    private Path folder;

    @Test
    void read_brokenConfigs_areASentence() throws IOException {
        Path file = folder.resolve("config.json");
        Fuzz.attempts(random -> {
            switch (random.nextInt(3)) {
                case 0 -> UNetConfig.read(config(file, Fuzz.mutated(UNET, random)));
                case 1 -> AutoencoderConfig.read(config(file, Fuzz.mutated(VAE, random))).spatialFactor();
                default -> {
                    ModelConfig clip = config(file, Fuzz.mutated(CLIP, random));
                    ClipTextConfig.read(clip);
                    ClipVisionConfig.read(clip).positions();
                }
            }
        });
    }

    private static ModelConfig config(Path file, String json) throws IOException {
        Files.write(file, json.getBytes(StandardCharsets.UTF_8));
        return ModelConfig.read(file);
    }
}
