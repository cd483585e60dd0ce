/** The seam to whatever turns a prompt into an image. */
@NullMarked
package io.dreamcacher.generator;

import org.jspecify.annotations.NullMarked;
