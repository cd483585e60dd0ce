/** What every image store must do, and one without a disk. */
@NullMarked
package io.dreamcacher.testkit.imagestore;

import org.jspecify.annotations.NullMarked;
