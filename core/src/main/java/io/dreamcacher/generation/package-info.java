/** One remembered picture and everything that made it. */
@NullMarked
package io.dreamcacher.generation;

import org.jspecify.annotations.NullMarked;
