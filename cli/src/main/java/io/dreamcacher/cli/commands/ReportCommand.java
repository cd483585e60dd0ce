package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Report;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.failure.DreamCacherException;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what the memory was good for. */
@Command(name = "report", description = "What the memory saved, how often its near pictures were wrong, and how pictures share in its answers.")
final class ReportCommand extends MemoryCommand {
    private static final double NO_PRICE = -1;

    @Option(names = "--price", paramLabel = "PRICE", description = "What an hour of generating costs, in any currency; then money is reckoned, too.")
    private double price = NO_PRICE;

    ReportCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        if (price != NO_PRICE && !(price >= 0 && Double.isFinite(price))) {
            throw DreamCacherException
                    .badRequest(
                            "--price, of an hour of generating, must be 0 or more, but %s was given.".formatted(price));
        }
        Report report = memory.report(price == NO_PRICE ? OptionalDouble.empty() : OptionalDouble.of(price));
        if (flags.json()) {
            printJson(report);
            return ExitCode.OK;
        }
        say("%,d pictures asked for: %,d exact, %,d similar, %,d refined, %,d generated; %.0f %% from memory",
                report.demand().requests(), report.demand().exact(), report.demand().similar(),
                report.demand().refined(), report.demand().generated(), 100 * report.demand().hitShare());
        Report.Savings savings = report.savings();
        say("%s saved, %s spent generating, %s on %,d pictures made only to check others",
                said(savings.millisecondsSaved()), said(savings.millisecondsGenerating()),
                said(savings.millisecondsChecking()), savings.checkImages());
        savings.moneySaved().ifPresent(money -> say("%.2f in money saved, checks taken off", money));
        say("similar but wrong:  %s", line(report.wrongReuses()));
        say("refused but right:  %s", line(report.missedReuses()));
        say("judged by people:   %,d similar ones good, %,d bad", report.judged().similarJudgedGood(),
                report.judged().similarJudgedBad());
        Report.Diversity shared = report.diversity();
        say("%,d answers from memory by %,d pictures to %,d prompts: %.1f pictures a prompt, the one most served has %.1f %%",
                shared.answersFromMemory(), shared.imagesAnswering(), shared.promptsAnswered(),
                shared.imagesPerPrompt(), 100 * shared.mostServedShare());
        return ExitCode.OK;
    }

    private static String line(Report.Estimate estimate) {
        return estimate.share().isEmpty()
                ? "not known yet (%,d checked, %,d controls)".formatted(estimate.checked(), estimate.controls())
                : String.format(Locale.ROOT, "%.1f %%, 95 %% interval %.1f to %.1f %% (%,d checked, %,d controls)",
                        100 * estimate.share().getAsDouble(), 100 * estimate.low(), 100 * estimate.high(),
                        estimate.checked(), estimate.controls());
    }

    private static String said(long milliseconds) {
        return ProgressLine.said(Duration.ofMillis(milliseconds));
    }
}
