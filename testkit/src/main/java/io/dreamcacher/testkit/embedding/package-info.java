/** What every search encoder must do. */
@NullMarked
package io.dreamcacher.testkit.embedding;

import org.jspecify.annotations.NullMarked;
