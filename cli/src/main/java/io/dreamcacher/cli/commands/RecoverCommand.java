package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Json;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.memory.Recovery.Recovered;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rebuilds the catalogue. */
@Command(name = "recover", description = "Rebuild a lost or damaged catalogue from the pictures, each of which carries its request.")
final class RecoverCommand implements Callable<Integer> {
    @Mixin
    private MemoryFlags flags = new MemoryFlags();

    @Option(names = "--model", paramLabel = "NAME|DIR", description = "Whose CLIP to use where --clip names none.")
    private Optional<String> model;

    private final CommandContext context;

    RecoverCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Recovered recovered;
        try (ProgressLine line = new ProgressLine(context.terminal())) {
            recovered = DreamCacher.recover(flags.options(model),
                    (done, total) -> line.show(done, total, "%,d of %,d pictures".formatted(done, total)));
        }
        if (flags.json()) {
            context.terminal()
                    .out()
                    .println(Json.STRICT.writeValueAsString(Map.of("recovered", recovered.recovered(), "known",
                            recovered.known(), "setAside", recovered.unreadable())));
        } else {
            context.terminal()
                    .out()
                    .println("Recovered %,d pictures; %,d were known; %,d had no readable request and were set aside."
                            .formatted(recovered.recovered(), recovered.known(), recovered.unreadable().size()));
        }
        return ExitCode.OK;
    }
}
