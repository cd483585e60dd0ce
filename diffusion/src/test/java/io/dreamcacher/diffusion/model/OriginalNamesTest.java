package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairs as diffusers 0.40 maps them for SDXL ({@code _maybe_map_sgm_blocks_to_diffusers}). */
final class OriginalNamesTest {
    private static final OriginalNames XL = new OriginalNames(Set.of("down_blocks.0.resnets.0.conv1",
            "down_blocks.0.resnets.1.conv1", "up_blocks.0.attentions.0.proj_in", "up_blocks.1.attentions.0.proj_in"));

    @ParameterizedTest
    @CsvSource({"conv_in,input_blocks.0.0", "conv_out,out.2", "time_embedding.linear_1,time_embed.0",
            "time_embedding.linear_2,time_embed.2", "add_embedding.linear_1,label_emb.0.0",
            "add_embedding.linear_2,label_emb.0.2", "down_blocks.0.resnets.0.conv1,input_blocks.1.0.in_layers.2",
            "down_blocks.0.resnets.1.conv2,input_blocks.2.0.out_layers.3",
            "down_blocks.0.downsamplers.0.conv,input_blocks.3.0.op",
            "down_blocks.1.resnets.0.conv_shortcut,input_blocks.4.0.skip_connection",
            "down_blocks.1.attentions.0.proj_in,input_blocks.4.1.proj_in",
            "down_blocks.2.attentions.1.transformer_blocks.9.attn2.to_out.0,"
                    + "input_blocks.8.1.transformer_blocks.9.attn2.to_out.0",
            "mid_block.resnets.0.time_emb_proj,middle_block.0.emb_layers.1",
            "mid_block.attentions.0.proj_out,middle_block.1.proj_out",
            "mid_block.resnets.1.conv1,middle_block.2.in_layers.2",
            "up_blocks.0.attentions.0.proj_in,output_blocks.0.1.proj_in",
            "up_blocks.0.upsamplers.0.conv,output_blocks.2.2.conv",
            "up_blocks.1.attentions.2.proj_out,output_blocks.5.1.proj_out",
            "up_blocks.1.upsamplers.0.conv,output_blocks.5.2.conv",
            "up_blocks.2.resnets.2.conv1,output_blocks.8.0.in_layers.2"})
    void of_layersOfSdxl_areNumberedThrough(String layer, String original) {
        assertThat(XL.of(layer)).contains(original);
    }

    @Test
    void of_upBlockWithoutAttention_countsOneLess() {
        assertThat(new OriginalNames(Set.of("down_blocks.0.resnets.0.conv1", "down_blocks.0.resnets.1.conv1"))
                .of("up_blocks.0.upsamplers.0.conv")).contains("output_blocks.2.1.conv");
        assertThat(XL.of("text_model.encoder.layers.0")).isEmpty();
        assertThat(XL.of("down_blocks.0.resnets.0.norm1")).isEmpty();
    }
}
