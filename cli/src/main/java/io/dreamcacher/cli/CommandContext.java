package io.dreamcacher.cli;

import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.embedded.ModelLibrary;
import io.dreamcacher.embedded.Workbench;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What commands work with.
 *
 * @param terminal to write to
 * @param opener opens the memory of a data folder
 * @param workbenches opens a model by its name or folder, without a memory
 * @param library knows the models of this machine and of the hub
 */
record CommandContext(Terminal terminal, Function<MemoryOptions, MemoryAccess> opener,
        Function<String, Workbench> workbenches, Supplier<ModelLibrary> library) {}
