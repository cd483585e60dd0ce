/** Tests of the whole memory in one process. */
@NullMarked
package io.dreamcacher.embedded;

import org.jspecify.annotations.NullMarked;
