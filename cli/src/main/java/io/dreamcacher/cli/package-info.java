/**
 * The {@code dreamcacher} command. Commands talk to {@link io.dreamcacher.cli.MemoryAccess}, which is the memory in this
 * process or, while a service holds the data folder, that service.
 */
@NullMarked
package io.dreamcacher.cli;

import org.jspecify.annotations.NullMarked;
