package io.dreamcacher.diffusion.model;

import java.util.List;

/**
 * What an autoencoder's config says of the shapes of its weights, with the defaults of diffusers' AutoencoderKL. Equal for
 * two configs if weights of the one fit the other.
 *
 * @param imageChannels of images
 * @param latentChannels of latents
 * @param channels of each resolution, the image's first
 * @param layers residual blocks of a resolution
 * @param middleAttention whether there is an attention in the middle
 * @param quantConv whether there is a convolution after the encoder
 * @param postQuantConv whether there is a convolution before the decoder
 */
record VaeSizes(int imageChannels, int latentChannels, List<Integer> channels, int layers, boolean middleAttention,
        boolean quantConv, boolean postQuantConv) {
    VaeSizes {
        channels = List.copyOf(channels);
    }

    static VaeSizes read(ModelConfig config) {
        return new VaeSizes(config.positive("in_channels", 3), config.positive("latent_channels", 4),
                config.positives("block_out_channels", List.of(64)), config.positive("layers_per_block", 1),
                config.flag("mid_block_add_attention", true), config.flag("use_quant_conv", true),
                config.flag("use_post_quant_conv", true));
    }

    /** Pixels a latent stands for in each direction: all resolutions but the last are halved. */
    int spatialFactor() {
        return 1 << (channels.size() - 1);
    }
}
