/**
 * What a person at a terminal sees: progress and pictures.
 */
@NullMarked
package io.dreamcacher.cli.terminal;

import org.jspecify.annotations.NullMarked;
