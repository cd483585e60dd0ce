package io.dreamcacher.diffusion.network;

import java.util.List;

/** Writes the autoencoder's halves: images to moments of latents, and latents to images. */
final class AutoencoderKlGraph {
    // the names that optimum exports
    static final String LATENTS = "latent_sample";
    static final String IMAGE = "sample";
    static final String MOMENTS = "latent_parameters";

    private final Layers root;
    private final OnnxGraph graph;
    private final AutoencoderConfig config;
    private final Resnet resnet;

    AutoencoderKlGraph(Layers root, AutoencoderConfig config) {
        this.root = root;
        this.graph = root.graph();
        this.config = config;
        this.resnet = new Resnet(config.norm());
    }

    void buildEncoder() {
        Layers encoder = root.in("encoder");
        List<Integer> channels = config.channels();
        Value image = graph.input(IMAGE, OnnxType.FLOAT, "batch", "channels", "height", "width");
        Value x = encoder.conv("conv_in", image, Kernel.SAME, config.imageChannels(), channels.getFirst());
        int in = channels.getFirst();
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            Layers block = encoder.in("down_blocks").in(i);
            x = resnets(block, x, config.layers(), in, out);
            if (i < channels.size() - 1) {
                x = block.conv("downsamplers.0.conv", x, Kernel.HALVE_PADDED_AFTER, out, out);
            }
            in = out;
        }
        int moments = 2 * config.latentChannels();
        x = head(encoder, middle(encoder.in("mid_block"), x), config.deepestChannels(), moments);
        if (config.parts().quantConv()) {
            x = root.conv("quant_conv", x, Kernel.POINT, moments, moments);
        }
        graph.output(MOMENTS, x, "batch", "moments", "latent_height", "latent_width");
    }

    void buildDecoder() {
        Layers decoder = root.in("decoder");
        List<Integer> channels = config.channels().reversed();
        int latents = config.latentChannels();
        Value x = graph.input(LATENTS, OnnxType.FLOAT, "batch", "channels", "latent_height", "latent_width");
        if (config.parts().postQuantConv()) {
            x = root.conv("post_quant_conv", x, Kernel.POINT, latents, latents);
        }
        x = decoder.conv("conv_in", x, Kernel.SAME, latents, config.deepestChannels());
        x = middle(decoder.in("mid_block"), x);
        int in = channels.getFirst();
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            Layers block = decoder.in("up_blocks").in(i);
            x = resnets(block, x, config.layers() + 1, in, out);
            if (i < channels.size() - 1) {
                x = block.conv("upsamplers.0.conv", block.upsample(x), Kernel.SAME, out, out);
            }
            in = out;
        }
        graph.output(IMAGE, head(decoder, x, in, config.imageChannels()), "batch", "channels", "height", "width");
    }

    private Value resnets(Layers block, Value input, int count, int in, int out) {
        Value x = input;
        for (int i = 0; i < count; i++) {
            x = resnet.apply(block.in("resnets").in(i), x, i == 0 ? in : out, out);
        }
        return x;
    }

    private Value middle(Layers middle, Value input) {
        int channels = config.deepestChannels();
        Value x = resnet.apply(middle.in("resnets.0"), input, channels, channels);
        if (config.parts().middleAttention()) {
            x = attention(middle.in("attentions.0"), x, channels);
        }
        return resnet.apply(middle.in("resnets.1"), x, channels, channels);
    }

    /** One head over all pixels. Files from before 2023 have other names for its four matrices. */
    private Value attention(Layers attention, Value image, int width) {
        boolean old = attention.has("query.weight");
        Value x = attention.tokens(attention.groupNorm("group_norm", image, width, config.norm().groups(),
                config.norm().epsilon()));
        Value query = attention.linear(old ? "query" : "to_q", x, width, width);
        Value key = attention.linear(old ? "key" : "to_k", x, width, width);
        Value value = attention.linear(old ? "value" : "to_v", x, width, width);
        Value mixed = attention.attention(query, key, value, 1);
        Value out = attention.linear(old ? "proj_attn" : "to_out.0", mixed, width, width);
        return attention.add(image, attention.image(out, image));
    }

    private Value head(Layers half, Value x, int in, int out) {
        Value normal = half.groupNorm("conv_norm_out", x, in, config.norm().groups(), config.norm().epsilon());
        return half.conv("conv_out", half.activation(Activation.SILU, normal), Kernel.SAME, in, out);
    }
}
