/** What every index must do, as tests, and a reference that compares everything with everything. */
@NullMarked
package io.dreamcacher.testkit.index;

import org.jspecify.annotations.NullMarked;
