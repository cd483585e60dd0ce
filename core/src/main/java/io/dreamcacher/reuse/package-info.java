/**
 * Whether a remembered image may stand in for a new one, and how often that may be wrong. It knows nothing of requests,
 * which carry what is asked of it.
 */
@NullMarked
package io.dreamcacher.reuse;

import org.jspecify.annotations.NullMarked;
