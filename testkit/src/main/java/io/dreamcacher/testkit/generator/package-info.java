/** What every image generator must do, and some that are unlike those in this process. */
@NullMarked
package io.dreamcacher.testkit.generator;

import org.jspecify.annotations.NullMarked;
