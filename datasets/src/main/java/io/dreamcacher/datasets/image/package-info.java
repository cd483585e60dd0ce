/**
 * Sets of pictures with what is said of them.
 */
@NullMarked
package io.dreamcacher.datasets.image;

import org.jspecify.annotations.NullMarked;
