package io.dreamcacher.cli.commands;

import io.dreamcacher.embedded.EngineOptions;
import io.dreamcacher.embedded.ModelTools;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** A command that works with the parts of a model; it opens no memory and leaves no trace in one. */
abstract class ToolCommand extends SpeakingCommand {
    @Mixin
    ToolFlags flags = new ToolFlags();

    ToolCommand(CommandContext context) {
        super(context);
    }

    /** The model that was named, with its adapters; empty for the bundled one. */
    abstract Optional<String> modelReference();

    /** How it is run. */
    abstract EngineOptions engine();

    /** The model that was named, or the bundled one. */
    final ModelTools tools() {
        modelReference().ifPresent(this::fetch);
        return context.tools().apply(modelReference().orElse(""), engine());
    }
}
