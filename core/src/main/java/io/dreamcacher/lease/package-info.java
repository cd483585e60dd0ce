/** Claims on keys that end by themselves: what keeps several requests, or several processes, from doing one thing twice. */
@NullMarked
package io.dreamcacher.lease;

import org.jspecify.annotations.NullMarked;
