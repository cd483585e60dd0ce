package io.dreamcacher.cli.commands;

import io.dreamcacher.api.GenerationList.RememberedImage;
import io.dreamcacher.cli.client.MemoryAccess;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whether an answer was what was wanted. */
@Command(name = "feedback", description = "Say whether a picture was what was wanted: a bad one never again answers that prompt.")
final class FeedbackCommand extends MemoryCommand {
    /** What may be said. */
    enum Word {
        bad, good
    }

    @Parameters(index = "0", paramLabel = "ID", description = "Name of the picture.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "bad|good", description = "Whether it was what was wanted.")
    private Word word = Word.good;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What was asked for; default: the prompt the picture was made of.")
    private Optional<String> prompt;

    FeedbackCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        boolean good = word == Word.good;
        String asked = prompt.or(() -> memory.show(id).map(RememberedImage::prompt))
                .orElseThrow(() -> ShowCommand.unknown(id));
        if (!memory.judge(id, asked, good)) {
            throw ShowCommand.unknown(id);
        }
        if (flags.json()) {
            printJson(Map.of("id", id, "prompt", asked, "good", good));
        } else {
            say(good ? "%s may answer: %s" : "%s never again answers: %s", id, asked);
        }
        return ExitCode.OK;
    }
}
