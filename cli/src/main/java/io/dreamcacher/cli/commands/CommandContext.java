package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.terminal.Terminal;
import io.dreamcacher.embedded.EngineOptions;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.embedded.ModelLibrary;
import io.dreamcacher.embedded.ModelTools;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What commands work with.
 *
 * @param terminal to write to
 * @param opener opens the memory of a data folder
 * @param tools opens a model by its reference, without a memory; the empty one is the bundled model
 * @param library knows the models of this machine and of the hub
 */
record CommandContext(Terminal terminal, Function<MemoryOptions, MemoryAccess> opener,
        BiFunction<String, EngineOptions, ModelTools> tools, Supplier<ModelLibrary> library) {}
