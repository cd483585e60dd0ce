package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Paths;
import io.dreamcacher.api.Suggestions.Offer;
import io.dreamcacher.cli.client.MemoryAccess;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Completes a prompt from remembered ones. */
@Command(name = "suggest", description = "Remembered prompts for what somebody is typing.")
final class SuggestCommand extends MemoryCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "TYPED", description = "The beginning of a prompt.")
    private String typed = "";

    @Option(names = "-k", paramLabel = "N", description = "How many suggestions.", defaultValue = "8")
    private int k;

    SuggestCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        List<Offer> suggestions = memory.suggest(typed, k)
                .suggestions()
                .stream()
                .map(offer -> offer.withPicture(offer.picture()
                        .flatMap(Paths::imageAt)
                        .map(id -> memory.place(id.value()))))
                .toList();
        if (flags.json()) {
            printJson(Map.of("suggestions", suggestions));
        } else if (suggestions.isEmpty()) {
            say("No prompt is remembered yet.");
        } else {
            suggestions.forEach(suggestion -> say("%s  (%d)", suggestion.text(), suggestion.uses()));
        }
        return ExitCode.OK;
    }
}
