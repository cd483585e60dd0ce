/** Vectors of whole collections, shard by shard. */
@NullMarked
package io.dreamcacher.collections.embedding;

import org.jspecify.annotations.NullMarked;
