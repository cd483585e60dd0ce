/** Measurements that end in a number, a table or a fitted file. Nothing here is published. */
@NullMarked
package io.dreamcacher.bench;

import org.jspecify.annotations.NullMarked;
