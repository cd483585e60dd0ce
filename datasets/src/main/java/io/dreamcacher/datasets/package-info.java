/** Prompt sets in, lists of failed rows out. */
@NullMarked
package io.dreamcacher.datasets;

import org.jspecify.annotations.NullMarked;
