/** What addresses of a network mean: which are the same from everywhere. */
@NullMarked
package io.dreamcacher.network;

import org.jspecify.annotations.NullMarked;
