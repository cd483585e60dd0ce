/** Tests of what a terminal is sent. */
@NullMarked
package io.dreamcacher.cli.terminal;

import org.jspecify.annotations.NullMarked;
