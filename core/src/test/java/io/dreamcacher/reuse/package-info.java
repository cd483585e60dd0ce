/** Tests of the memory, here because its fakes are. */
@NullMarked
package io.dreamcacher.reuse;

import org.jspecify.annotations.NullMarked;
