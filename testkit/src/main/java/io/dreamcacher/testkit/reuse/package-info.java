/** What every verifier must do, and one without a network. */
@NullMarked
package io.dreamcacher.testkit.reuse;

import org.jspecify.annotations.NullMarked;
