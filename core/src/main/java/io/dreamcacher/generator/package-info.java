/** The seam to whatever turns a prompt into a picture. */
@NullMarked
package io.dreamcacher.generator;

import org.jspecify.annotations.NullMarked;
