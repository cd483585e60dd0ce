package io.dreamcacher.cli.commands;

import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.reuse.ErrorBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of commands that decide about pairs of prompts without a memory. */
final class DecisionFlags {
    @Option(names = "--budget", paramLabel = "SHARE", description = "How many of the reused pictures may be wrong: 1%% if not given.")
    private Optional<String> budget;

    @Option(names = "--model", paramLabel = "NAME", description = "The model whose calibration counts, and its CLIP; postcards if not given.")
    private Optional<String> model;

    @Mixin
    private VerifierFlag verifier = new VerifierFlag();

    ErrorBudget budget() {
        return budget.map(ErrorBudget::parse).orElse(ErrorBudget.USUAL);
    }

    /** What decides; what was named is fetched with the command's bar. */
    MemoryOptions options(SpeakingCommand command) {
        model.ifPresent(command::fetch);
        verifier.name().ifPresent(command::fetchVerifier);
        MemoryOptions usual = MemoryOptions.at(Path.of(""));
        MemoryOptions chosen = model.map(name -> usual.withModels(List.of(MemoryFlags.absolute(name)))).orElse(usual);
        return verifier.name()
                .map(name -> chosen.withEngine(chosen.engine().withVerifier(name)))
                .orElse(chosen);
    }
}
