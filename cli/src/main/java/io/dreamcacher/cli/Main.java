package io.dreamcacher.cli;

import io.dreamcacher.cli.commands.CommandLineProgram;

/** Entry point of the runnable jar. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        StandardError.restore();
        Logging.quieten();
        System.exit(CommandLineProgram.run(arguments));
    }
}
