package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Json;
import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.datasets.link.LinkSource;
import io.dreamcacher.datasets.link.LinkSource.Link;
import io.dreamcacher.datasets.table.TableLayout;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the links of a table; what became of its rows goes to standard error, so that the links can go to a file. */
@Command(name = "links", description = "Print the links of pictures that a table holds, one a line, from a column of links or of JSON objects.")
final class LinksCommand extends SpeakingCommand {
    /** More defects are counted, not told. */
    private static final int MOST_TOLD = 20;

    @Parameters(paramLabel = "FILE", description = "A .csv or .tsv with a link, or a JSON object that has one, in each row; or a .txt.")
    private Path file = Path.of("");

    @Option(names = "--ids", description = "Print each row's id and a tab before its link.")
    private boolean ids;

    @Option(names = "--column", paramLabel = "NAME", description = "The column with the links or objects; default: raw_data, or the last.")
    private Optional<String> column;

    @Option(names = "--key", paramLabel = "KEY", defaultValue = LinkSource.DEFAULT_KEY, description = "The link's key in the objects, with dots between names: raw_discord_data.image_uri. Default: image_uri.")
    private String key = LinkSource.DEFAULT_KEY;

    @Option(names = "--separator", paramLabel = "CHAR", description = "What separates a table's fields, such as ; or tab; default: what the header shows.")
    private Optional<String> separator;

    @Mixin
    private WhereFlag where = new WhereFlag();

    @Mixin
    private ToolFlags flags = new ToolFlags();

    private final List<String> told = new ArrayList<>();

    LinksCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        TableLayout layout = new TableLayout(column, separator.map(TableLayout::separator), where.filter());
        try (LinkSource source = LinkSource.open(file, layout, key, this::tell)) {
            LinkSource.Tally tally = flags.json() ? printObject(source) : printLines(source);
            return tally.broken() == 0 ? ExitCode.OK : ExitCode.SOME_FAILED;
        }
    }

    private void tell(Defect defect) {
        if (told.size() < MOST_TOLD) {
            told.add(defect.toString());
            if (!flags.json()) {
                context.terminal().err().println(defect);
            }
        }
    }

    private LinkSource.Tally printLines(LinkSource source) {
        PrintStream out = context.terminal().out();
        source.forEachRemaining(link -> out.println(ids ? link.id() + "\t" + link.url() : link.url()));
        LinkSource.Tally tally = source.tally();
        context.terminal()
                .err()
                .println("%,d rows: %,d links, %,d pending, %,d broken%s".formatted(tally.records(), tally.links(),
                        tally.pending(), tally.broken(),
                        tally.leftOut() == 0 ? "" : ", %,d left out by --where".formatted(tally.leftOut())));
        return tally;
    }

    /** A link at a time: there may be more than the heap holds. */
    private LinkSource.Tally printObject(LinkSource source) {
        PrintStream out = context.terminal().out();
        out.print("{\"links\":[");
        String between = "";
        while (source.hasNext()) {
            Link link = source.next();
            out.print(between + Json.STRICT.writeValueAsString(Map.of("id", link.id(), "url", link.url())));
            between = ",";
        }
        LinkSource.Tally tally = source.tally();
        out.println("],\"tally\":%s,\"defects\":%s}".formatted(Json.STRICT.writeValueAsString(tally),
                Json.STRICT.writeValueAsString(told)));
        return tally;
    }
}
