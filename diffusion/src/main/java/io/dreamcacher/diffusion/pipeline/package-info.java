/**
 * Latent diffusion from its parts: the denoising loop of Stable Diffusion, what it starts from, how it is guided, and what
 * becomes of its latents; the safety checker some models bring; and the generator that the memory asks. Numbers agree with the pipelines of diffusers 0.40.
 */
@NullMarked
package io.dreamcacher.diffusion.pipeline;

import org.jspecify.annotations.NullMarked;
