package io.dreamcacher.cli.commands;

import io.dreamcacher.embedded.ModelLibrary;
import picocli.CommandLine.Option;

/** A command about models as such; it opens no memory and loads no network. */
abstract class LibraryCommand extends SpeakingCommand {
    @Option(names = "--json", description = "Print one JSON object for machines.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    LibraryCommand(CommandContext context) {
        super(context);
    }

    final boolean json() {
        return json;
    }

    final ModelLibrary library() {
        return context.library().get();
    }
}
