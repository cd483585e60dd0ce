package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.client.ServiceClient;
import io.dreamcacher.cli.client.StatsView;
import io.dreamcacher.cli.terminal.ProgressLine;
import java.time.Duration;
import picocli.CommandLine.Command;

/** Tells what the memory holds and did. */
@Command(name = "stats", description = "What the memory holds and what it saved.")
final class StatsCommand extends MemoryCommand {
    StatsCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        StatsView stats = memory.stats();
        if (flags.json()) {
            context.terminal().out().println(ServiceClient.JSON.writeValueAsString(stats));
            return ExitCode.OK;
        }
        say("%,d pictures (%,d bytes, %,d searchable), %,d prompts", stats.generations(), stats.imageBytes(),
                stats.indexed(), stats.prompts());
        say("%,d pictures asked for: %,d exact, %,d similar, %,d generated; %.0f %% from memory", stats.requests(),
                stats.exact(), stats.similar(), stats.generated(), 100 * stats.hitShare());
        say("%s spent generating, %s saved", ProgressLine.said(Duration.ofMillis(stats.millisecondsGenerating())),
                ProgressLine.said(Duration.ofMillis(stats.millisecondsSaved())));
        say("%s", memory.dataFolder());
        return ExitCode.OK;
    }
}
