/** Tests of the memory, here because its fakes are. */
@NullMarked
package io.dreamcacher.memory;

import org.jspecify.annotations.NullMarked;
