package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.FloatTensor;

/**
 * A step that the denoising loop has done.
 *
 * @param number from 1 to {@code total}
 * @param total how many there are; PNDM makes one more than was asked for
 * @param latents after the step, [1, channels, h, w]
 * @param input what the network saw, of the same shape
 * @param prediction what it answered, guided, of the same shape
 * @param sigma noise over signal before the step
 */
public record DenoisingStep(int number, int total, FloatTensor latents, FloatTensor input, FloatTensor prediction,
        double sigma) {}
