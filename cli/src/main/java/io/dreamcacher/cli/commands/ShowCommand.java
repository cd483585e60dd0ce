package io.dreamcacher.cli.commands;

import io.dreamcacher.api.GenerationList.RememberedImage;
import io.dreamcacher.api.Json;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.ArrayList;
import java.util.List;
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
        RememberedImage view = memory.show(id)
                .map(found -> found.withPath(memory.place(id)))
                .orElseThrow(() -> unknown(id));
        if (flags.json()) {
            context.terminal().out().println(Json.STRICT.writeValueAsString(view));
            return ExitCode.OK;
        }
        say("%s", view.prompt());
        view.settings().negativePrompt().ifPresent(text -> say("without: %s", text.isEmpty() ? "\"\"" : text));
        view.image().revisedPrompt().ifPresent(revised -> say("drawn: %s", revised));
        say("%s", String.join(", ", settings(view)));
        if (!view.settings().conditioning().isEmpty()) {
            say("%s", view.settings().conditioning());
        }
        if (view.making().flagged()) {
            say("The model's safety checker objected to it.");
        }
        view.making()
                .refinedFrom()
                .ifPresent(source -> say("finished from %s at step %d", source,
                        view.making().refinedAtStep().orElse(0)));
        say("made %s in %,d ms, %,d bytes", view.image().createdAt(), view.making().milliseconds(),
                view.making().sizeBytes());
        say("%s", view.image().path());
        return ExitCode.OK;
    }

    /** What the image was made with; what its generator has not is left out. */
    private static List<String> settings(RememberedImage view) {
        List<String> parts = new ArrayList<>();
        parts.add(view.model());
        parts.add("%dx%d".formatted(view.image().width(), view.image().height()));
        view.settings().steps().ifPresent(steps -> parts.add(steps + " steps"));
        view.settings().guidanceScale().ifPresent(scale -> parts.add("guidance " + scale));
        view.settings().scheduler().ifPresent(parts::add);
        view.image().seed().ifPresent(seed -> parts.add("seed " + seed));
        return parts;
    }

    static DreamCacherException unknown(String id) {
        return new DreamCacherException(FailureCategory.NOT_FOUND,
                "No picture named %s is remembered; `dreamcacher search` shows names.".formatted(id));
    }
}
