package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Json;
import io.dreamcacher.api.Stats;
import io.dreamcacher.cli.client.MemoryAccess;
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
        Stats stats = memory.stats();
        if (flags.json()) {
            context.terminal().out().println(Json.STRICT.writeValueAsString(stats));
            return ExitCode.OK;
        }
        say("%,d pictures (%,d bytes, %,d searchable), %,d prompts", stats.held().generations(),
                stats.held().imageBytes(),
                stats.held().indexed(), stats.held().prompts());
        String refined = stats.demand().refined() == 0 ? "" : "%,d refined, ".formatted(stats.demand().refined());
        say("%,d pictures asked for: %,d exact, %,d similar, %s%,d generated; %.0f %% from memory",
                stats.demand().requests(),
                stats.demand().exact(), stats.demand().similar(), refined, stats.demand().generated(),
                100 * stats.demand().hitShare());
        say("%s spent generating, %s saved", ProgressLine.said(Duration.ofMillis(stats.millisecondsGenerating())),
                ProgressLine.said(Duration.ofMillis(stats.millisecondsSaved())));
        Stats.Judged judged = stats.judged();
        if (judged.judgedGood() + judged.judgedBad() > 0) {
            say("%,d answers judged good (%,d of them similar), %,d bad (%,d)", judged.judgedGood(),
                    judged.similarJudgedGood(), judged.judgedBad(), judged.similarJudgedBad());
        }
        say("%s", memory.dataFolder());
        return ExitCode.OK;
    }
}
