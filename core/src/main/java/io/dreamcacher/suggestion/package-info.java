/** Remembered prompts, offered while somebody types. */
@NullMarked
package io.dreamcacher.suggestion;

import org.jspecify.annotations.NullMarked;
