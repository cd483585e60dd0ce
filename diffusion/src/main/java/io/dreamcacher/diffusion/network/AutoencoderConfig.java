package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.network.AutoencoderKl.LatentScaling;
import io.dreamcacher.diffusion.network.UNetConfig.GroupNorm;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What config.json says of an autoencoder, with the defaults of diffusers' AutoencoderKL.
 *
 * @param imageChannels of images
 * @param latentChannels of latents
 * @param channels of each resolution, the image's first
 * @param layers residual blocks of a resolution in the encoder; the decoder has one more
 * @param norm of all blocks
 * @param parts which optional parts there are
 * @param scaling between the latents of encoder and decoder, and those that noise is added to
 */
record AutoencoderConfig(int imageChannels, int latentChannels, List<Integer> channels, int layers, GroupNorm norm,
        Parts parts, LatentScaling scaling) {

    private static final float EPSILON = 1e-6f;
    /** Each halves an image, which has fewer than 2^16 pixels a side. */
    private static final int MOST_RESOLUTIONS = 16;

    /** Keys whose values are read, and keys that say nothing about the arithmetic. */
    private static final Set<String> KNOWN = Stream
            .of(Set.of("act_fn", "block_out_channels", "down_block_types", "in_channels", "latent_channels",
                    "latents_mean", "latents_std", "layers_per_block", "mid_block_add_attention", "norm_num_groups",
                    "out_channels", "scaling_factor", "shift_factor", "up_block_types", "use_post_quant_conv",
                    "use_quant_conv"), Set.of("force_upcast", "sample_size"), TrainingKeys.MOVING_AVERAGE)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * Optional parts.
     *
     * @param middleAttention an attention in the middle of encoder and decoder
     * @param quantConv a 1x1 convolution after the encoder
     * @param postQuantConv a 1x1 convolution before the decoder
     */
    record Parts(boolean middleAttention, boolean quantConv, boolean postQuantConv) {}

    /** Reads a config; a key, a block type or a variant that is not implemented is an error that names it. */
    static AutoencoderConfig read(ModelConfig config) {
        config.requireKnownKeys(KNOWN);
        config.requireSupported("act_fn", "\"silu\"");
        List<Integer> channels = config.positives("block_out_channels", List.of(64));
        if (channels.size() > MOST_RESOLUTIONS) {
            throw config.mustBe("block_out_channels", "a list of at most " + MOST_RESOLUTIONS);
        }
        requireBlocks(config, "down_block_types", "DownEncoderBlock2D", channels.size());
        requireBlocks(config, "up_block_types", "UpDecoderBlock2D", channels.size());
        if (config.positive("in_channels", 3) != config.positive("out_channels", 3)) {
            throw config.mustBe("out_channels", "as many as in_channels");
        }
        Parts parts = new Parts(config.flag("mid_block_add_attention", true), config.flag("use_quant_conv", true),
                config.flag("use_post_quant_conv", true));
        return new AutoencoderConfig(config.positive("in_channels", 3), config.positive("latent_channels", 4),
                channels, config.positive("layers_per_block", 1),
                new GroupNorm(config.positive("norm_num_groups", 32), EPSILON), parts,
                LatentScaling.read(config));
    }

    private static void requireBlocks(ModelConfig config, String key, String type, int count) {
        List<String> types = config.texts(key, List.of(type));
        if (types.size() != count || types.stream().anyMatch(found -> !found.equals(type))) {
            throw config.mustBe(key, "a list of %d times %s".formatted(count, type));
        }
    }

    /** Pixels a latent stands for in each direction: all resolutions but the last are halved. */
    int spatialFactor() {
        return 1 << (channels.size() - 1);
    }

    /** Channels of the smallest images. */
    int deepestChannels() {
        return channels.getLast();
    }
}
