/** What every catalogue must do, and one in memory that does it. */
@NullMarked
package io.dreamcacher.testkit.catalogue;

import org.jspecify.annotations.NullMarked;
