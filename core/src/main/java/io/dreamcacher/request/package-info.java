/** What a caller asks for, with nothing left open. */
@NullMarked
package io.dreamcacher.request;

import org.jspecify.annotations.NullMarked;
