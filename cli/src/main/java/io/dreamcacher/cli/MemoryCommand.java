package io.dreamcacher.cli;

import io.dreamcacher.embedded.MemoryOptions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that works on one memory and says what it did, to a person or as one JSON object. */
abstract class MemoryCommand implements Callable<Integer> {
    @Mixin
    MemoryFlags flags = new MemoryFlags();

    final CommandContext context;

    MemoryCommand(CommandContext context) {
        this.context = context;
    }

    /** Does the work; the memory is open and closed by the caller. */
    abstract int run(MemoryAccess memory);

    /** The model a command names; empty for the default. */
    Optional<String> modelFlag() {
        return Optional.empty();
    }

    @Override
    public final Integer call() {
        MemoryOptions options = flags.options(modelFlag());
        try (MemoryAccess memory = context.opener().apply(options)) {
            return run(memory);
        }
    }

    /** Prints a line; format and arguments are those of {@link String#format}. */
    @SuppressWarnings("AnnotateFormatMethod") // Error Prone's annotation would be a dependency for one method
    final void say(String format, Object... arguments) {
        context.terminal().out().println(format.formatted(arguments));
    }

    final void printJson(Map<String, ?> object) {
        context.terminal().out().println(ServiceClient.JSON.writeValueAsString(object));
    }
}
