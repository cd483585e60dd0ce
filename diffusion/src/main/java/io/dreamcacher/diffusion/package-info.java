/**
 * Stable Diffusion and CLIP in this process: what the memory's generator and search encoder seams are, for Hugging Face
 * model folders. Opening either reads configs and vocabularies only; networks are loaded when they are first needed.
 */
@NullMarked
package io.dreamcacher.diffusion;

import org.jspecify.annotations.NullMarked;
