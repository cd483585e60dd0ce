/** Tests of the command, and of the architecture of everything below it. */
@NullMarked
package io.dreamcacher.cli;

import org.jspecify.annotations.NullMarked;
