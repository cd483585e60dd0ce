/** Tests of filling a memory from a list. */
@NullMarked
package io.dreamcacher.cli.warm;

import org.jspecify.annotations.NullMarked;
