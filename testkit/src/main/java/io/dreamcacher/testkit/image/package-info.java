/** What every image store must do, and one without a disk. */
@NullMarked
package io.dreamcacher.testkit.image;

import org.jspecify.annotations.NullMarked;
