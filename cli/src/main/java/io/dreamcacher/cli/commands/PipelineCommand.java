package io.dreamcacher.cli.commands;

import io.dreamcacher.embedded.EngineOptions;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** A tool that makes pictures: it takes a model and the machine as {@code generate} does. */
abstract class PipelineCommand extends ToolCommand {
    @Mixin
    private ModelFlags model = new ModelFlags();

    @Mixin
    private EngineFlags engine = new EngineFlags();

    PipelineCommand(CommandContext context) {
        super(context);
    }

    @Override
    final Optional<String> modelReference() {
        return model.reference();
    }

    @Override
    final EngineOptions engine() {
        return engine.options();
    }
}
