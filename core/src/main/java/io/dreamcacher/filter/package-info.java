/** Conditions on rows with named fields, as people write them. */
@NullMarked
package io.dreamcacher.filter;

import org.jspecify.annotations.NullMarked;
