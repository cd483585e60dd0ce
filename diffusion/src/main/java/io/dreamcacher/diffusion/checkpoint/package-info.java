/**
 * One-file checkpoints in the layout that Stable Diffusion was first published in: all networks under the names of
 * their training code, and no configs. The layout is recognised by names and shapes; names are translated by rules, and
 * configs derived from shapes, to those of the diffusers library. Nothing here reads a weight's numbers.
 */
@NullMarked
package io.dreamcacher.diffusion.checkpoint;

import org.jspecify.annotations.NullMarked;
