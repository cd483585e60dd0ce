package io.dreamcacher.cli.commands;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads a model. */
@Command(name = "pull", description = "Download a model of the Hugging Face hub into its cache, or what is new in it.")
final class ModelsPullCommand extends LibraryCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "owner/name, owner/name@revision or owner/name/file.")
    private String name = "";

    @Option(names = "--variant", paramLabel = "WORD", defaultValue = "", description = "Weights to prefer, such as fp16; default: full precision.")
    private String variant = "";

    ModelsPullCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        Path path;
        try (DownloadLine line = new DownloadLine(context.terminal())) {
            path = library().pull(name, variant, line);
        }
        if (json()) {
            printJson(Map.of("name", name, "path", path.toString()));
        } else {
            say("%s is in %s", name, path);
        }
        return ExitCode.OK;
    }
}
