package io.dreamcacher.diffusion.network;

import java.util.List;

/**
 * The transformer by which an image attends to itself and to a text (Rombach et al. 2022, section 3.3), diffusers'
 * Transformer2DModel with BasicTransformerBlocks. Its projections may be stored as matrices or as 1x1 convolutions;
 * both are computed on the sequence of pixels.
 */
final class ContextTransformer {
    /** Fixed in diffusers, unlike the epsilon of the residual blocks. */
    private static final float INPUT_NORM_EPSILON = 1e-6f;
    private static final float LAYER_NORM_EPSILON = 1e-5f;

    private final UNetBlock block;
    private final int groups;
    private final int width;

    ContextTransformer(UNetBlock block, int groups) {
        this.block = block;
        this.groups = groups;
        this.width = block.channels();
    }

    /**
     * Image [batch, channels, h, w] and text states [batch, tokens, context width] to an image of the same shape.
     *
     * @param depth number of layers
     */
    Value apply(Layers layers, Value image, Value context, int depth) {
        Value normal = layers.groupNorm("norm", image, width, groups, INPUT_NORM_EPSILON);
        Value states = layers.linear("proj_in", layers.tokens(normal), width, width); // [batch, h*w, channels]
        for (int i = 0; i < depth; i++) {
            states = layer(layers.in("transformer_blocks").in(i), states, context);
        }
        return layers.add(image, layers.image(layers.linear("proj_out", states, width, width), image));
    }

    private Value layer(Layers layer, Value states, Value context) {
        Value normal = norm(layer, "norm1", states);
        Value x = layer.add(states, attention(layer.in("attn1"), normal, normal, width));
        x = layer.add(x, attention(layer.in("attn2"), norm(layer, "norm2", x), context, block.contextWidth()));
        return layer.add(x, feedForward(layer.in("ff.net"), norm(layer, "norm3", x)));
    }

    private Value norm(Layers layer, String name, Value x) {
        return layer.layerNorm(name, x, width, LAYER_NORM_EPSILON);
    }

    private Value attention(Layers attention, Value x, Value context, int contextWidth) {
        Value query = attention.linearWithoutBias("to_q", x, width, width);
        Value key = attention.linearWithoutBias("to_k", context, contextWidth, width);
        Value value = attention.linearWithoutBias("to_v", context, contextWidth, width);
        return attention.linear("to_out.0", attention.attention(query, key, value, block.heads()), width, width);
    }

    /** GEGLU (Shazeer 2020): one half of the projection, times GELU of the other. */
    private Value feedForward(Layers net, Value x) {
        int wide = 4 * width;
        List<Value> halves = net.linearParts("0.proj", x, width, 2L * wide, 2);
        Value gated = net.multiply(halves.get(0), net.activation(Activation.GELU, halves.get(1)));
        return net.linear("2", gated, wide, width);
    }
}
