package io.dreamcacher.cli.commands;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dreamcacher.api.RequestPatch.MemoryPatch;
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
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes what others made into the memory. */
@Command(name = "import", description = "Have pictures and prompts from elsewhere remembered, to be found by words and by picture. Stopped and started again, it goes on where it was.")
final class ImportCommand extends MemoryCommand {
    @Parameters(arity = "1..*", paramLabel = "FOLDER|PICTURE|TAR|PROMPTS", description = "A folder of pictures, with captions in .txt or .json files beside them, if there are any; a picture; a .tar of a WebDataset; or a file of prompts, as warm takes.")
    private List<Path> sources = List.of();

    @Option(names = "--column", paramLabel = "NAME", description = "The column with the prompts of a table; default: prompt.")
    private Optional<String> column;

    @Mixin
    private WhereFlag where = new WhereFlag();

    /** The JSON object; prompts are told where there were any. */
    private record Printed(@JsonUnwrapped ImageImportRun.Tally pictures, Optional<WarmTally> prompts,
            long milliseconds) {}

    ImportCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        if (where.filter().isPresent() && sources.stream().allMatch(ImageSources::hasPictures)) {
            throw DreamCacherException.badRequest(
                    "--where is about the rows of a file of prompts, but only pictures were named; leave it out.");
        }
        sources.stream().filter(source -> !ImageSources.hasPictures(source)).forEach(this::check);
        long start = System.nanoTime();
        List<Path> withPictures = sources.stream().filter(ImageSources::hasPictures).toList();
        ImageImportRun.Tally pictures;
        Optional<WarmTally> prompts = Optional.empty();
        try (ProgressLine line = new ProgressLine(context.terminal());
                ImageSources opened = ImageSources.open(withPictures, defect -> warn(defect.toString()))) {
            pictures = new ImageImportRun(memory, line, this::warn).of(opened.folders());
            for (Path source : sources) {
                if (!ImageSources.hasPictures(source)) {
                    prompts = Optional.of(WarmRun.of(plan(source), memory, line));
                }
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (flags.json()) {
            printJson(new Printed(pictures, prompts, took.toMillis()));
        } else {
            tell(withPictures, pictures, prompts, took);
        }
        boolean all = pictures.refused() == 0 && prompts.flatMap(WarmTally::failedFile).isEmpty();
        return all ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    /** What is wrong with a file of prompts is said before anything is taken. */
    private void check(Path source) {
        try (PromptSource prompts = plan(source).source()) {
            prompts.note().filter(note -> !flags.json()).ifPresent(note -> say("%s", note));
        }
    }

    private WarmPlan plan(Path source) {
        return new WarmPlan(source, new TableLayout(column, Optional.empty(), where.filter()),
                new WarmPlan.Selection(Long.MAX_VALUE, 0, false), true, Optional.empty(), MemoryPatch.USUAL);
    }

    private void warn(String sentence) {
        context.terminal().err().println(sentence);
    }

    private void tell(List<Path> folders, ImageImportRun.Tally pictures, Optional<WarmTally> prompts,
            Duration took) {
        if (!folders.isEmpty()) {
            say("%,d pictures: %,d remembered, %,d known before, %,d refused; %s",
                    pictures.remembered() + pictures.known() + pictures.refused(), pictures.remembered(),
                    pictures.known(), pictures.refused(), ProgressLine.said(took));
        }
        prompts.ifPresent(tally -> say(
                "%,d prompts: %,d embedded, %,d done before, %,d failed; %,d duplicates%s left out",
                tally.prompts(), tally.outcomes().embedded(), tally.outcomes().doneBefore(), tally.outcomes().failed(),
                tally.leftOut().duplicates(),
                tally.leftOut().filtered() == 0 ? "" : ", %,d by --where".formatted(tally.leftOut().filtered())));
    }
}
