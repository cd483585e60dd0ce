/**
 * Random numbers as PyTorch's generators draw them, on a CPU or a GPU, so that a seed gives the image that users of
 * diffusers, ComfyUI and AUTOMATIC1111 expect.
 */
@NullMarked
package io.dreamcacher.diffusion.noise;

import org.jspecify.annotations.NullMarked;
