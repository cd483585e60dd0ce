/**
 * The page: its form for browsers without scripts. The page itself is static.
 */
@NullMarked
package io.dreamcacher.server.page;

import org.jspecify.annotations.NullMarked;
