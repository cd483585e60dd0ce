/** Indexes of vectors that lie in folders, and what is asked of them. */
@NullMarked
package io.dreamcacher.collections.index;

import org.jspecify.annotations.NullMarked;
