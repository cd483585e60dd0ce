/** One remembered image, everything that made it, and the identity that decides whether two requests are the same. */
@NullMarked
package io.dreamcacher.generation;

import org.jspecify.annotations.NullMarked;
