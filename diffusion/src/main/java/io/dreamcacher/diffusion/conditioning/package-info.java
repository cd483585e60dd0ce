/** What a text tells a U-Net: tokenizers and text encoders put together as each family of models asks for it. */
@NullMarked
package io.dreamcacher.diffusion.conditioning;

import org.jspecify.annotations.NullMarked;
