/** What every kind of lease must do, and one as a table of a database keeps them. */
@NullMarked
package io.dreamcacher.testkit.lease;

import org.jspecify.annotations.NullMarked;
