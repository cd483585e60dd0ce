/**
 * The memory itself: one request's path from prompt to answer, search, deletion, and the reconciliation that makes every promise
 * hold across crashes. {@link io.dreamcacher.memory.DreamMemory} is the way in.
 */
@NullMarked
package io.dreamcacher.memory;

import org.jspecify.annotations.NullMarked;
