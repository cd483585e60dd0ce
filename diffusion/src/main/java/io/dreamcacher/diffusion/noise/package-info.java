/** Random numbers as PyTorch's CPU generator draws them, so that a seed gives the picture diffusers users expect. */
@NullMarked
package io.dreamcacher.diffusion.noise;

import org.jspecify.annotations.NullMarked;
