package io.dreamcacher.diffusion.network;

/**
 * The normal distribution of latents that an image encodes to, independent in each element.
 *
 * @param mean [batch, latent channels, h, w], not scaled
 * @param logVariance of the same shape, within [−30, 20]
 */
public record LatentMoments(FloatTensor mean, FloatTensor logVariance) {}
