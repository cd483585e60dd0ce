/** Vectors with stable ids, in the folders that CLIP search is done with: krea's and clip-retrieval's. */
@NullMarked
package io.dreamcacher.datasets.vectors;

import org.jspecify.annotations.NullMarked;
