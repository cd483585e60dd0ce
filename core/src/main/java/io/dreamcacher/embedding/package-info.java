/** CLIP vectors and the seam to the model that makes them. */
@NullMarked
package io.dreamcacher.embedding;

import org.jspecify.annotations.NullMarked;
