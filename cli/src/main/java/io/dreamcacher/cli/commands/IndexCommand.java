package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.collections.index.VectorIndexing;
import io.dreamcacher.lucene.VectorIndexHeader;
import io.dreamcacher.lucene.VectorIndexKind;
import io.dreamcacher.lucene.VectorIndexPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes vectors searchable. */
@Command(name = "index", description = "Make a folder of vectors searchable, or bring an index to what the folder has now.")
final class IndexCommand extends SpeakingCommand {
    @Parameters(index = "0", paramLabel = "VECTORS", description = "A folder of vectors, as embed --to writes them, or krea's scripts.")
    private Path vectors = Path.of("");

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "The folder of the index, new or not. Entries are added and replaced by their ids.")
    private Path target = Path.of("");

    @Option(names = "--kind", paramLabel = "auto|flat|hnsw|quantised", defaultValue = "auto", description = "auto (the default) is the simplest one within --memory and --latency.")
    private WantedKind kind = WantedKind.AUTO;

    @Option(names = "--memory", paramLabel = "SIZE", defaultValue = "2G", converter = Quantities.Memory.class, description = "What its hot part may take; default: 2G.")
    private long memory;

    @Option(names = "--latency", paramLabel = "TIME", defaultValue = "10ms", converter = Quantities.Time.class, description = "What a search may take; default: 10ms.")
    private Duration latency = Duration.ZERO;

    @Option(names = "--prune", description = "Delete entries that the vectors lack.")
    private boolean prune;

    @Option(names = "--json", description = "Print one JSON object for machines.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    /** As the flag has it. */
    private enum WantedKind {
        AUTO(Optional.empty()), FLAT(Optional.of(VectorIndexKind.FLAT)), HNSW(
                Optional.of(VectorIndexKind.HNSW)), QUANTISED(Optional.of(VectorIndexKind.QUANTISED));

        @SuppressWarnings("ImmutableEnumChecker") // an Optional of an enum is as immutable
        private final Optional<VectorIndexKind> named;

        WantedKind(Optional<VectorIndexKind> named) {
            this.named = named;
        }
    }

    /** The JSON object. */
    private record Printed(VectorIndexKind kind, int dimension, long entries, VectorIndexing.Changes changes,
            Optional<Double> recall, int candidates, long bytes) {}

    IndexCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        VectorIndexing.Wanted wanted = new VectorIndexing.Wanted(kind.named,
                new VectorIndexPlan.Limits(memory, latency), prune);
        AtomicLong passedOver = new AtomicLong();
        VectorIndexing.Tally tally;
        try (ProgressLine line = new ProgressLine(context.terminal())) {
            tally = new VectorIndexing(vectors, target, defect -> {
                passedOver.incrementAndGet();
                context.terminal().err().println(defect);
            }).run(wanted, rows -> line.show(0, 0, "%,d read".formatted(rows)));
        }
        if (json) {
            printJson(printed(tally));
        } else {
            tell(tally);
        }
        return passedOver.get() == 0 ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    private static Printed printed(VectorIndexing.Tally tally) {
        VectorIndexHeader header = tally.header();
        return new Printed(header.kind(), header.dimension(), tally.count(), tally.changes(),
                header.recall().stream().boxed().findFirst(), header.candidates(), tally.bytes());
    }

    private void tell(VectorIndexing.Tally tally) {
        VectorIndexHeader header = tally.header();
        if (tally.changes().added() == tally.count()) {
            say("Chosen: %s", tally.plan().reason());
        }
        say("%,d entries of %d numbers%s: %,d added, %,d replaced, %,d as they were, %,d deleted; %s", tally.count(),
                header.dimension(),
                header.origin().map(origin -> " of " + origin.model()).orElse(", of a model that nobody knows"),
                tally.changes().added(), tally.changes().replaced(), tally.changes().unchanged(),
                tally.changes().deleted(), Bytes.said(tally.bytes()));
        header.recall()
                .ifPresent(recall -> say("A search finds %.1f %% of the ten nearest%s", 100 * recall,
                        header.candidates() == 0 ? "" : ", with %,d candidates".formatted(header.candidates())));
    }

}
