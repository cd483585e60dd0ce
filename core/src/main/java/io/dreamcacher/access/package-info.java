/** Who asks, whose memory they may read and write, and what they may do there. */
@NullMarked
package io.dreamcacher.access;

import org.jspecify.annotations.NullMarked;
