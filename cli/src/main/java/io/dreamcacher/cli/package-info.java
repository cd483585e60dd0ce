/**
 * The {@code dreamcacher} command. Commands talk to a memory that is in this process or, while a service holds the data
 * folder, to that service.
 */
@NullMarked
package io.dreamcacher.cli;

import org.jspecify.annotations.NullMarked;
