/** From an image to the tensor a CLIP image tower reads, to the byte as Pillow, torchvision and transformers do it. */
@NullMarked
package io.dreamcacher.diffusion.preprocessing;

import org.jspecify.annotations.NullMarked;
