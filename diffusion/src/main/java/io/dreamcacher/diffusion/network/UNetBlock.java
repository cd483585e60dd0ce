package io.dreamcacher.diffusion.network;

import java.util.List;

/**
 * One resolution of a U-Net, on the way down or up.
 *
 * @param attends whether a transformer follows each residual block
 * @param channels of its images
 * @param resnets residual blocks
 * @param heads of each attention; they share the channels equally
 * @param depths layers of the transformer after each residual block, at least as many as there are transformers
 * @param contextWidth of the text states attended to
 * @param last whether it keeps the size instead of halving or doubling it
 */
record UNetBlock(boolean attends, int channels, int resnets, int heads, List<Integer> depths,
        int contextWidth, boolean last) {
    /** Copies the depths. */
    UNetBlock {
        depths = List.copyOf(depths);
    }
}
