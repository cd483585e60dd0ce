package io.dreamcacher.cli;

import io.dreamcacher.embedded.Postcards;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of every command that works with a model and without a memory. */
final class ToolFlags {
    @Option(names = "--model", paramLabel = "NAME|DIR", description = "postcards (the default), or a model's folder.")
    private Optional<String> model;

    @Option(names = "--json", description = "Print one JSON object for machines.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    boolean json() {
        return json;
    }

    boolean namesModel() {
        return model.isPresent();
    }

    String model() {
        return model.orElse(Postcards.NAME);
    }
}
