/**
 * Stable Diffusion and CLIP in this process: what the memory's generator and search encoder seams are, for Hugging Face
 * model folders, and the parts of a model each by itself: what a tokenizer makes of a text, which vectors CLIP makes, what a
 * model is and whether it is whole. Opening reads configs and vocabularies; networks are loaded when they are first needed.
 */
@NullMarked
package io.dreamcacher.diffusion;

import org.jspecify.annotations.NullMarked;
