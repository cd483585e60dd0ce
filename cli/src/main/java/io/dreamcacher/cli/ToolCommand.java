package io.dreamcacher.cli;

import io.dreamcacher.embedded.Workbench;
import picocli.CommandLine.Mixin;

/** A command that works with the parts of a model; it opens no memory and leaves no trace in one. */
abstract class ToolCommand extends SpeakingCommand {
    @Mixin
    ToolFlags flags = new ToolFlags();

    ToolCommand(CommandContext context) {
        super(context);
    }

    /** The model that was named, or the bundled one. */
    final Workbench workbench() {
        if (flags.namesModel()) {
            fetch(flags.model());
        }
        return context.workbenches().apply(flags.model());
    }
}
