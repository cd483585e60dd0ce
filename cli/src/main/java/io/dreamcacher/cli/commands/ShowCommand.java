package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.GenerationView;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.client.PictureFiles;
import io.dreamcacher.cli.client.ServiceClient;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells everything about one remembered picture. */
@Command(name = "show", description = "Everything that made one remembered picture.")
final class ShowCommand extends MemoryCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "Name of the picture.")
    private String id = "";

    ShowCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        GenerationView view = memory.show(id)
                .map(found -> found.withPath(PictureFiles.of(memory.dataFolder(), id).toString()))
                .orElseThrow(() -> unknown(id));
        if (flags.json()) {
            context.terminal().out().println(ServiceClient.JSON.writeValueAsString(view));
            return ExitCode.OK;
        }
        say("%s", view.prompt());
        if (!view.negativePrompt().isEmpty()) {
            say("without: %s", view.negativePrompt());
        }
        say("%s, %dx%d, %d steps, guidance %s, %s, seed %d", view.model(), view.width(), view.height(), view.steps(),
                view.guidanceScale(), view.scheduler(), view.seed());
        if (!view.conditioning().isEmpty()) {
            say("%s", view.conditioning());
        }
        if (view.flagged()) {
            say("The model's safety checker objected to it.");
        }
        say("made %s in %,d ms, %,d bytes", view.createdAt(), view.milliseconds(), view.sizeBytes());
        say("%s", view.path());
        return ExitCode.OK;
    }

    static DreamCacherException unknown(String id) {
        return new DreamCacherException(FailureCategory.NOT_FOUND,
                "No picture named %s is remembered; `dreamcacher search` shows names.".formatted(id));
    }
}
