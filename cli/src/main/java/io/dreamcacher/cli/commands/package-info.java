/**
 * The commands: their flags, what they print for people and for machines, and their exit codes.
 */
@NullMarked
package io.dreamcacher.cli.commands;

import org.jspecify.annotations.NullMarked;
