package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.network.UNetConfig.GroupNorm;
import java.util.function.UnaryOperator;

/** The residual block of U-Net and autoencoder, diffusers' ResnetBlock2D: twice norm, SiLU, 3x3 convolution. */
final class Resnet {
    private final GroupNorm norm;

    Resnet(GroupNorm norm) {
        this.norm = norm;
    }

    /** Without a timestep: [batch, in, h, w] to [batch, out, h, w]. */
    Value apply(Layers block, Value x, int in, int out) {
        return apply(block, x, in, out, UnaryOperator.identity());
    }

    /** With something done to the image between the two convolutions, such as adding the timestep's embedding. */
    Value apply(Layers block, Value x, int in, int out, UnaryOperator<Value> between) {
        Value hidden = between.apply(normSiluConv(block, "norm1", "conv1", x, in, out));
        hidden = normSiluConv(block, "norm2", "conv2", hidden, out, out);
        Value shortcut = in == out ? x : block.conv("conv_shortcut", x, Kernel.POINT, in, out);
        return block.add(shortcut, hidden);
    }

    private Value normSiluConv(Layers block, String normName, String convName, Value x, int in, int out) {
        Value normal = block.groupNorm(normName, x, in, norm.groups(), norm.epsilon());
        return block.conv(convName, block.activation(Activation.SILU, normal), Kernel.SAME, in, out);
    }
}
