/**
 * Filling a memory from a list of prompts, and going on where it stopped.
 */
@NullMarked
package io.dreamcacher.cli.warm;

import org.jspecify.annotations.NullMarked;
