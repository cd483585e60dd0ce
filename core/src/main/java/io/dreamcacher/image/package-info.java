/** Picture bytes by id. */
@NullMarked
package io.dreamcacher.image;

import org.jspecify.annotations.NullMarked;
