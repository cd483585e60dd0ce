/** The truth about every generation but its bytes. */
@NullMarked
package io.dreamcacher.catalogue;

import org.jspecify.annotations.NullMarked;
