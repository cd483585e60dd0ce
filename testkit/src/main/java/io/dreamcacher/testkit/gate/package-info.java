/** What every gate and every store of calibrations must do, and one store in memory. */
@NullMarked
package io.dreamcacher.testkit.gate;

import org.jspecify.annotations.NullMarked;
