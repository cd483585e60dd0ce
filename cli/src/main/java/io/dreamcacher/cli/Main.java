package io.dreamcacher.cli;

import io.dreamcacher.embedded.ModelLibrary;
import io.dreamcacher.embedded.ModelTools;

/** Entry point of the runnable jar. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        StandardError.restore();
        Logging.quieten();
        System.exit(CommandLineProgram.run(
                new CommandContext(Terminal.system(), MemoryAccesses::open, ModelTools::open,
                        ModelLibrary::usual),
                arguments));
    }
}
