package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Json;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.server.DreamCacherService;
import io.dreamcacher.server.RunningService;
import io.dreamcacher.server.ServiceSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the memory over HTTP, with its page. */
@Command(name = "serve", description = "Serve the memory and its page. Flags win over the environment (DREAMCACHER_PORT, …), that over the settings file.")
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private MemoryFlags flags = new MemoryFlags();

    @Option(names = "--host", paramLabel = "HOST", description = "Where to listen; default 127.0.0.1: this machine only.")
    private Optional<String> host;

    @Option(names = "--port", paramLabel = "N", description = "Port to listen at; default 7860, 0 for any free one.")
    private Optional<String> port;

    @Option(names = "--model", paramLabel = "NAME|DIR", description = "A model to offer; may be given again. The first is used where a request names none.")
    private List<String> models = List.of();

    @Mixin
    private EngineFlags engine = new EngineFlags();

    @Mixin
    private ReuseFlags reuse = new ReuseFlags();

    @Mixin
    private VerifierFlag verifier = new VerifierFlag();

    @Option(names = "--waiting", paramLabel = "N", description = "How many generations may wait in line.")
    private Optional<String> waiting;

    @Option(names = "--images", paramLabel = "files|s3://BUCKET/PREFIX", description = "Where pictures are kept, said once for a new memory; default: files of the data folder.")
    private Optional<String> images = Optional.empty();

    @Option(names = "--config", paramLabel = "FILE", description = "Settings file; default: dreamcacher.properties in the data folder.")
    private Optional<Path> config;

    private final CommandContext context;

    ServeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        MemoryOptions memory = flags.options(Optional.empty());
        Map<String, String> given = new HashMap<>(engine.settings());
        given.putAll(reuse.settings());
        verifier.name().ifPresent(value -> given.put("verifier", value));
        host.ifPresent(value -> given.put("host", value));
        port.ifPresent(value -> given.put("port", value));
        if (!models.isEmpty()) {
            given.put("model", ServiceSettings.listed(models.stream().map(MemoryFlags::model).toList()));
        }
        flags.clip().ifPresent(value -> given.put("clip", value));
        images.ifPresent(value -> given.put("images", value));
        waiting.ifPresent(value -> given.put("waiting", value));
        config.ifPresent(value -> given.put("config", value.toString()));
        try (RunningService service = DreamCacherService.start(ServiceSettings.read(memory, given, System.getenv()))) {
            announce(service, memory.dataFolder());
            service.awaitStop();
        }
        return ExitCode.OK;
    }

    private void announce(RunningService service, Path dataFolder) {
        if (flags.json()) {
            context.terminal()
                    .out()
                    .println(Json.STRICT.writeValueAsString(
                            Map.of("address", service.address().toString(), "data", dataFolder.toString())));
        } else {
            context.terminal()
                    .out()
                    .println("Dream Cacher is at %s (data in %s; Ctrl-C stops it)"
                            .formatted(service.address(), dataFolder));
        }
        context.terminal().out().flush();
    }
}
