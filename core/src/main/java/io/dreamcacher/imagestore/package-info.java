/** Image bytes by id. */
@NullMarked
package io.dreamcacher.imagestore;

import org.jspecify.annotations.NullMarked;
