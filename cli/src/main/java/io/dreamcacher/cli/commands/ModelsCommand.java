package io.dreamcacher.cli.commands;

import io.dreamcacher.diffusion.ModelReader.ModelCard;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the models of this machine; what to do with one is said by its subcommands. */
@Command(name = "models", description = "List the models of this machine: the bundled one, those in the Hugging Face cache, and folders or files named here.", subcommands = {
        ModelsPullCommand.class, ModelsShowCommand.class, ModelsVerifyCommand.class})
final class ModelsCommand extends LibraryCommand {
    @Parameters(arity = "0..*", paramLabel = "DIR|FILE", description = "Models to list besides.")
    private List<String> more = List.of();

    ModelsCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        List<ModelCard> cards = library().cards(more);
        if (json()) {
            printJson(Map.of("models", cards.stream().map(ModelView::of).toList()));
            return ExitCode.OK;
        }
        int width = cards.stream().mapToInt(card -> card.name().length()).max().orElse(0);
        for (ModelCard card : cards) {
            String name = card.name() + " ".repeat(width - card.name().length());
            say("%s  %-6s %8s  %-8s  %s%s", name, card.family().title(), Bytes.said(card.sizeBytes()),
                    String.join("+", card.precision()), card.licence().orElse("(no licence named)"),
                    card.revision().map(commit -> "  " + commit.substring(0, 12)).orElse(""));
        }
        return ExitCode.OK;
    }
}
