/** The denoising loop of a diffusion lecture, written with public types only. */
@NullMarked
package io.dreamcacher.diffusion.lecture;

import org.jspecify.annotations.NullMarked;
