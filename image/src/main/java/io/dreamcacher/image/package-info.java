/**
 * Images as files: PNG with the recipe inside, the texts other tools write into it, and the safe decoding of whatever
 * somebody hands over.
 */
@NullMarked
package io.dreamcacher.image;

import org.jspecify.annotations.NullMarked;
