/**
 * From a prompt to the token ids of a CLIP text tower: cleaning, splitting, byte-pair encoding and the 77-token window,
 * as openai/CLIP (for search) and Hugging Face transformers (for conditioning a U-Net) do them.
 */
@NullMarked
package io.dreamcacher.diffusion.tokenizer;

import org.jspecify.annotations.NullMarked;
