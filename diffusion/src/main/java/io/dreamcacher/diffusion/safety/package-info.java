/** The safety checker that some repositories bring along: what it objects to, and what becomes of such an image. */
@NullMarked
package io.dreamcacher.diffusion.safety;

import org.jspecify.annotations.NullMarked;
