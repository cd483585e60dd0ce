/** The ways the memory can fail its caller: one exception with a category that fixes HTTP status and exit code. */
@NullMarked
package io.dreamcacher.failure;

import org.jspecify.annotations.NullMarked;
