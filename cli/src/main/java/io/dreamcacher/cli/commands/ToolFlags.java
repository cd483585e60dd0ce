package io.dreamcacher.cli.commands;

import picocli.CommandLine.Option;

/** Flags of every command that works with a model and without a memory. */
final class ToolFlags {
    @Option(names = "--json", description = "Print one JSON object for machines.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    boolean json() {
        return json;
    }
}
