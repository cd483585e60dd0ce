/** Tests of the commands, each run as a whole. */
@NullMarked
package io.dreamcacher.cli.commands;

import org.jspecify.annotations.NullMarked;
