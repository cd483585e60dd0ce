package io.dreamcacher.cli.commands;

import io.dreamcacher.api.RequestPatch.MemoryPatch;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.reuse.ErrorBudget;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that say what may answer from memory. */
final class ReuseFlags {
    @Option(names = "--reuse", paramLabel = "WHAT", description = "What may answer from memory: off, exact (this very request), similar (near enough as well) or refine (also to begin from).")
    private Optional<String> reuse;

    @Option(names = "--budget", paramLabel = "SHARE", description = "Share of reused pictures that may be wrong, such as 0.5%% or 0.005; 0 to 50%%.")
    private Optional<String> budget;

    /** What is asked for, beside the use that another flag asks for. */
    MemoryPatch patch(Optional<MemoryUse> use) {
        return new MemoryPatch(use, reuse.map(Reuse::named).map(Reuse::shortName),
                budget.map(ErrorBudget::parse).map(ErrorBudget::share));
    }

    /** By the service's keys, those that were given. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        reuse.ifPresent(value -> settings.put("reuse", value));
        budget.ifPresent(value -> settings.put("budget", value));
        return settings;
    }
}
