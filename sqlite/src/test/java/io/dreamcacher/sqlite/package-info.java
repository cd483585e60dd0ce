/** The catalogue's file: its contract, its failures, and being killed. */
@NullMarked
package io.dreamcacher.sqlite;

import org.jspecify.annotations.NullMarked;
