package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives everything out again. */
@Command(name = "export", description = "Write everything that is remembered into a folder: pictures as they are, and a line of JSON for each of them and each prompt. import takes it in again.")
final class ExportCommand extends MemoryCommand {
    @Option(names = "--to", paramLabel = "DIR", required = true, description = "The folder, new or empty.")
    private Path target = Path.of("");

    @Option(names = "--layout", paramLabel = "folder|webdataset|parquet", defaultValue = "folder", description = "Pictures and lines of JSON (default), tars of both, or pictures and tables.")
    private ExportTarget.Layout layout = ExportTarget.Layout.FOLDER;

    @Option(names = "--sorted", description = "In order of prompts and settings, not of time: two memories with the same in them give the same.")
    private boolean sorted;

    @Option(names = "--without", paramLabel = "id,time", split = ",", description = "Leave out what differs between two memories that were filled alike; pictures are then written without what is said in them.")
    private List<String> without = List.of();

    ExportCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        Set<String> left = Set.copyOf(without);
        if (!Set.of("id", "time").containsAll(left)) {
            throw DreamCacherException.badRequest(
                    "--without takes id, time, or both with a comma, but found %s."
                            .formatted(String.join(",", without)));
        }
        ExportRun.Tally tally;
        try (ProgressLine line = new ProgressLine(context.terminal())) {
            tally = new ExportRun(memory, target,
                    new ExportRun.Form(sorted, left.contains("id"), left.contains("time")))
                    .run(layout, line);
        }
        if (flags.json()) {
            printJson(tally);
        } else {
            say("%,d pictures, %,d prompts; %s", tally.images(), tally.prompts(), target);
            if (tally.missing() > 0) {
                say("%,d remembered pictures have no file any more; \"dreamcacher check\" names them.",
                        tally.missing());
            }
        }
        return tally.missing() == 0 ? ExitCode.OK : ExitCode.SOME_FAILED;
    }
}
