package io.dreamcacher.cli.commands;

import io.dreamcacher.api.GenerationList;
import io.dreamcacher.api.GenerationList.RememberedImage;
import io.dreamcacher.api.SearchRequest;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.terminal.Pace;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.collections.index.NearDuplicates;
import io.dreamcacher.lucene.VectorIndex;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Finds what is there more than once. */
@Command(name = "duplicates", description = "List groups of near-identical pictures that are remembered, or of an index.")
final class DuplicatesCommand extends MemoryCommand {
    private static final int PAGE = 500;
    /** Looked at beside each picture: of more copies, some are found through others. */
    private static final int NEIGHBOURS = 20;

    @Option(names = "--similarity", paramLabel = "COSINE", defaultValue = "0.94", description = "What two of a group have at least; default: 0.94.")
    private double similarity;

    @Option(names = "--in", paramLabel = "INDEX", description = "An index that \"dreamcacher index\" made, instead of the memory.")
    private Optional<Path> index = Optional.empty();

    DuplicatesCommand(CommandContext context) {
        super(context);
    }

    @Override
    Optional<Integer> runWithout() {
        return index.map(folder -> {
            NearDuplicates found = new NearDuplicates(similarity);
            try (VectorIndex opened = VectorIndex.open(folder)) {
                found.addAll(opened);
            }
            return tell(found.groups());
        });
    }

    @Override
    int run(MemoryAccess memory) {
        NearDuplicates found = new NearDuplicates(similarity);
        long total = memory.stats().held().generations();
        Pace pace = new Pace();
        long done = 0;
        try (ProgressLine line = new ProgressLine(context.terminal())) {
            Optional<String> before = Optional.empty();
            do {
                GenerationList page = memory.images(before, PAGE);
                for (RememberedImage image : page.generations()) {
                    compare(memory, image.id(), found);
                    done++;
                    line.show(done, total, pace.said(0, done, total));
                }
                before = page.next();
            } while (before.isPresent());
        }
        return tell(found.groups());
    }

    private static void compare(MemoryAccess memory, String id, NearDuplicates found) {
        memory.image(id)
                .map(bytes -> new SearchRequest(Optional.empty(), Optional.of(bytes), false, NEIGHBOURS,
                        Optional.empty(), Optional.empty()))
                .ifPresent(near -> memory.search(near)
                        .results()
                        .forEach(result -> found.pair(id, result.id(), result.similarity())));
    }

    private int tell(List<List<String>> groups) {
        if (flags.json()) {
            printJson(Map.of("groups", groups));
            return ExitCode.OK;
        }
        long copies = groups.stream().mapToLong(List::size).sum() - groups.size();
        say("%,d groups; %,d could go", groups.size(), copies);
        groups.forEach(group -> say("%s", String.join("  ", group)));
        return ExitCode.OK;
    }
}
