/** The samples and fakes themselves. */
@NullMarked
package io.dreamcacher.testkit;

import org.jspecify.annotations.NullMarked;
