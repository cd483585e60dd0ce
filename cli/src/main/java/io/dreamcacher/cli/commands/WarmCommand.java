package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Json;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.cli.warm.WarmPlan;
import io.dreamcacher.cli.warm.WarmRun;
import io.dreamcacher.cli.warm.WarmTally;
import io.dreamcacher.datasets.PromptSource;
import io.dreamcacher.datasets.table.TableLayout;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fills the memory from a list of prompts. */
@Command(name = "warm", description = "Fill the memory from a list of prompts. Stopped and started again, it goes on where it was.")
final class WarmCommand extends MemoryCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "A .txt with a prompt a line, a .csv, .tsv, .jsonl, .json or .parquet.")
    private Path file = Path.of("");

    @Option(names = "--column", paramLabel = "NAME", description = "The column with the prompts; default: prompt.")
    private Optional<String> column;

    @Option(names = "--separator", paramLabel = "CHAR", description = "What separates a table's fields, such as ; or tab; default: what the header shows.")
    private Optional<String> separator;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N prompts that pass the filters.")
    private Optional<Long> limit;

    @Option(names = "--min-length", paramLabel = "N", description = "Leave out shorter prompts.", defaultValue = "0")
    private int minLength;

    @Option(names = "--keep-duplicates", description = "Keep prompts that differ in case, punctuation and space only.")
    private boolean keepDuplicates;

    @Option(names = "--embed-only", description = "Make no pictures: the prompts serve suggestions.")
    private boolean embedOnly;

    @Option(names = "--model", paramLabel = "NAME|DIR", description = "postcards, or a Stable Diffusion folder.")
    private Optional<String> model;

    @Mixin
    private WhereFlag where = new WhereFlag();

    @Mixin
    private ReuseFlags reuse = new ReuseFlags();

    @Mixin
    private VerifierFlag verifier = new VerifierFlag();

    WarmCommand(CommandContext context) {
        super(context);
    }

    @Override
    Optional<String> modelFlag() {
        return model;
    }

    @Override
    Optional<String> verifierFlag() {
        return verifier.name();
    }

    @Override
    int run(MemoryAccess memory) {
        limit.filter(value -> value < 1).ifPresent(value -> {
            throw DreamCacherException.badRequest("--limit must be 1 or more, but %d was given.".formatted(value));
        });
        if (minLength < 0) {
            throw DreamCacherException
                    .badRequest("--min-length must be 0 or more, but %d was given.".formatted(minLength));
        }
        WarmPlan plan = new WarmPlan(file,
                new TableLayout(column, separator.map(TableLayout::separator), where.filter()),
                new WarmPlan.Selection(limit.orElse(Long.MAX_VALUE), minLength, keepDuplicates), embedOnly,
                model.map(MemoryFlags::model), reuse.patch(Optional.empty()));
        try (PromptSource source = plan.source()) { // what is wrong with the file is said before anything is made
            source.note().filter(note -> !flags.json()).ifPresent(note -> say("%s", note));
        }
        WarmTally tally;
        try (ProgressLine line = new ProgressLine(context.terminal())) {
            tally = WarmRun.of(plan, memory, line);
        }
        report(tally);
        return tally.failedFile().isEmpty() ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    private void report(WarmTally tally) {
        if (flags.json()) {
            context.terminal().out().println(Json.STRICT.writeValueAsString(tally));
            return;
        }
        WarmTally.Outcomes outcomes = tally.outcomes();
        say("%,d prompts: %,d generated, %s%,d similar, %,d exact, %,d embedded, %,d done before; %,d too short, %,d duplicates%s left out; %s",
                tally.prompts(), outcomes.generated(),
                outcomes.refined() == 0 ? "" : "%,d refined, ".formatted(outcomes.refined()), outcomes.similar(),
                outcomes.exact(), outcomes.embedded(),
                outcomes.doneBefore(), tally.leftOut().tooShort(), tally.leftOut().duplicates(),
                tally.leftOut().filtered() == 0 ? "" : ", %,d by --where".formatted(tally.leftOut().filtered()),
                ProgressLine.said(Duration.ofMillis(tally.milliseconds())));
        tally.failedFile()
                .ifPresent(
                        failures -> say("%,d failed; they are listed with reasons in %s", outcomes.failed(), failures));
    }
}
