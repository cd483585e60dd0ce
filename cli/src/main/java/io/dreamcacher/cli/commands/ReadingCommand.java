package io.dreamcacher.cli.commands;

import io.dreamcacher.embedded.EngineOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A tool that draws nothing: it takes a model as it is. */
abstract class ReadingCommand extends ToolCommand {
    @Option(names = "--model", paramLabel = "NAME", description = "postcards (the default), a folder, a checkpoint file, or a repository of the Hugging Face hub.")
    private Optional<String> model;

    ReadingCommand(CommandContext context) {
        super(context);
    }

    @Override
    final Optional<String> modelReference() {
        return model;
    }

    @Override
    final EngineOptions engine() {
        return EngineOptions.USUAL;
    }
}
