/** The fake catalogue passes the contract too. */
@NullMarked
package io.dreamcacher.testkit.catalogue;

import org.jspecify.annotations.NullMarked;
