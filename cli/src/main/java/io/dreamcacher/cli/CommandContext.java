package io.dreamcacher.cli;

import io.dreamcacher.embedded.MemoryOptions;
import java.util.function.Function;

/**
 * What commands work with.
 *
 * @param terminal to write to
 * @param opener opens the memory of a data folder
 */
record CommandContext(Terminal terminal, Function<MemoryOptions, MemoryAccess> opener) {}
