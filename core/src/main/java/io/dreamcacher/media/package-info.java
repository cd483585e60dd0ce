/** Images as files: bytes and what they are. No codecs. */
@NullMarked
package io.dreamcacher.media;

import org.jspecify.annotations.NullMarked;
