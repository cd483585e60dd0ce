package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.MemoryAccess;
import java.util.Map;
import picocli.CommandLine.Command;

/** Rebuilds the index. */
@Command(name = "reindex", description = "Rebuild what is searched from the catalogue.")
final class ReindexCommand extends MemoryCommand {
    ReindexCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        long start = System.nanoTime();
        long generations = memory.reindex();
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        if (flags.json()) {
            printJson(Map.of("generations", generations, "milliseconds", milliseconds));
        } else {
            say("Rebuilt the index of %,d pictures in %,d ms.", generations, milliseconds);
        }
        return ExitCode.OK;
    }
}
