package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.collections.download.DownloadLimits;
import io.dreamcacher.collections.download.DownloadPlan;
import io.dreamcacher.collections.download.DownloadTally;
import io.dreamcacher.collections.download.Downloader;
import io.dreamcacher.collections.download.ImageForm;
import io.dreamcacher.collections.download.LinkFile;
import io.dreamcacher.collections.download.Manners;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Downloads the pictures of a list of links. */
@Command(name = "download", description = "Download the pictures of a list of links into a folder of files. Stopped and started again, it goes on where it was.")
final class DownloadCommand extends SpeakingCommand {
    private static final int SHOWN = 10;

    @Parameters(index = "0", paramLabel = "FILE", description = "A .txt with a URL a line, or an id, a tab and a URL, or those, a tab and a caption; a .csv or .tsv with --column.")
    private Path file = Path.of("");

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "The folder for the pictures, new or of an earlier run with the same list.")
    private Path target = Path.of("");

    @Option(names = "--column", paramLabel = "NAME", description = "The column of a table with the links.")
    private Optional<String> column;

    @Option(names = "--id-column", paramLabel = "NAME", description = "The column of a table with ids, which are kept beside the pictures.")
    private Optional<String> idColumn;

    @Option(names = "--caption-column", paramLabel = "NAME", description = "The column of a table with captions, which become .txt files.")
    private Optional<String> captionColumn;

    @Option(names = "--resize", paramLabel = "keep-ratio|border|centre-crop|no", defaultValue = "keep-ratio", converter = ResizeConverter.class, description = "The shorter side becomes --size (default); the longer one, on a white square; a square out of the middle; or the bytes that came are kept.")
    private ImageForm.Resize resize = ImageForm.Resize.KEEP_RATIO;

    @Option(names = "--size", paramLabel = "PIXELS", defaultValue = "256", description = "Default: 256.")
    private int size;

    @Option(names = "--quality", paramLabel = "N", defaultValue = "95", description = "Of the JPEG files, 1 to 100; default: 95.")
    private int quality;

    @Option(names = "--retry-failed", description = "Try again what came to nothing before.")
    private boolean retryFailed;

    @Mixin
    private DownloadFlags flags = new DownloadFlags();

    @Option(names = "--json", description = "Print one JSON object for machines.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    DownloadCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        DownloadLimits limits = flags.limits();
        Manners manners = flags.manners();
        DownloadPlan plan = new DownloadPlan(new LinkFile(file, column, idColumn, captionColumn), target,
                new ImageForm(resize, size, quality), limits, manners, retryFailed);
        DownloadTally tally;
        try (ProgressLine line = new ProgressLine(context.terminal())) {
            tally = Downloader.of(plan).run(new RateLine(line));
        }
        if (json) {
            printJson(DownloadView.of(tally));
        } else {
            report(tally);
        }
        return DownloadView.failed(tally) == 0 ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    private void report(DownloadTally tally) {
        DownloadTally.Outcomes outcomes = tally.outcomes();
        say("%,d links: %,d pictures, %,d not downloaded, %,d no pictures%s; %s, %,.1f pictures/s, %s/s", tally.links(),
                outcomes.success(), outcomes.failedToDownload(), outcomes.failedToResize(), before(outcomes),
                ProgressLine.said(Duration.ofMillis(tally.milliseconds())), tally.picturesPerSecond(),
                Bytes.said((long) tally.bytesPerSecond()));
        tally.reasons()
                .entrySet()
                .stream()
                .limit(SHOWN)
                .forEach(reason -> say("%,8d  %s", reason.getValue(), reason.getKey()));
        if (tally.hosts().size() > 1) {
            tally.hosts().entrySet().stream().limit(SHOWN).forEach(this::reportHost);
        }
        if (outcomes.failedBefore() > 0) {
            say("What came to nothing before is tried again with --retry-failed.");
        }
    }

    private static String before(DownloadTally.Outcomes outcomes) {
        return outcomes.successBefore() + outcomes.failedBefore() == 0
                ? ""
                : "; before: %,d pictures, %,d failed".formatted(outcomes.successBefore(), outcomes.failedBefore());
    }

    private void reportHost(Map.Entry<String, DownloadTally.HostTally> host) {
        say("%,8d pictures, %,d failed, %s  %s", host.getValue().success(), host.getValue().failed(),
                Bytes.said(host.getValue().bytes()), host.getKey());
    }

    /** Names as flags have them. */
    static final class ResizeConverter implements ITypeConverter<ImageForm.Resize> {
        @Override
        public ImageForm.Resize convert(String value) {
            String name = value.toUpperCase(Locale.ROOT).replace('-', '_').replace("CENTER", "CENTRE");
            for (ImageForm.Resize resize : ImageForm.Resize.values()) {
                if (resize.name().equals(name)) {
                    return resize;
                }
            }
            throw new TypeConversionException(
                    "must be keep-ratio, border, centre-crop or no, but was " + value);
        }
    }
}
