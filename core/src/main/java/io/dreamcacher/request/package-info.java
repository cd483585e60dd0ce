/** What a caller asks for, and the identity that decides whether two requests are the same. */
@NullMarked
package io.dreamcacher.request;

import org.jspecify.annotations.NullMarked;
