package io.dreamcacher.cli.commands;

import io.dreamcacher.embedded.EngineOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that say how this machine runs models. */
final class EngineFlags {
    @Option(names = "--low-memory", description = "Keep one network in memory at a time; slower.")
    private boolean lowMemory;

    @Option(names = "--provider", paramLabel = "NAME", description = "What computes: cpu, or cuda, coreml, directml where their runtime is on the class path.")
    private Optional<String> provider;

    @Option(names = "--safety", paramLabel = "MODE", description = "What becomes of pictures the model's safety checker objects to: auto, off, flag, blur or refuse.")
    private Optional<String> safety;

    EngineOptions options() {
        EngineOptions options = EngineOptions.USUAL.withLowMemory(lowMemory);
        options = provider.map(options::withProvider).orElse(options);
        return safety.map(options::withSafety).orElse(options);
    }

    /** The mode of safety that a request asks for; {@code auto} is none. */
    Optional<String> safety() {
        return safety.filter(mode -> !mode.equals("auto"));
    }

    /** By the service's keys, those that were given. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        if (lowMemory) {
            settings.put("low-memory", "true");
        }
        provider.ifPresent(value -> settings.put("provider", value));
        safety.ifPresent(value -> settings.put("safety", value));
        return settings;
    }
}
