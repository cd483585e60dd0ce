package io.dreamcacher.diffusion.network;

/**
 * One resolution of a U-Net, on the way down or up.
 *
 * @param attends whether a transformer follows each residual block
 * @param channels of its images
 * @param resnets residual blocks
 * @param heads of each attention; they share the channels equally
 * @param depth layers of each transformer
 * @param contextWidth of the text states attended to
 * @param last whether it keeps the size instead of halving or doubling it
 */
record UNetBlock(boolean attends, int channels, int resnets, int heads, int depth, int contextWidth, boolean last) {}
