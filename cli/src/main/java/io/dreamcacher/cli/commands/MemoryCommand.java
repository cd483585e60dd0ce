package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.embedded.EngineOptions;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.Owner;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** A command that works on one memory and says what it did, to a person or as one JSON object. */
abstract class MemoryCommand extends SpeakingCommand {
    @Mixin
    MemoryFlags flags = new MemoryFlags();

    MemoryCommand(CommandContext context) {
        super(context);
    }

    /** Does the work; the memory is open and closed by the caller. */
    abstract int run(MemoryAccess memory);

    /** Does the work where none of a memory is needed, and gives the exit code; empty where one is. */
    Optional<Integer> runWithout() {
        return Optional.empty();
    }

    /** The model a command names; empty for the default. */
    Optional<String> modelFlag() {
        return Optional.empty();
    }

    /** The model and its adapters, as one name; empty for the default. */
    Optional<String> modelReference() {
        return modelFlag();
    }

    /** Opens the memory, or what stands in for it. */
    MemoryAccess open(MemoryOptions options) {
        flags.clip().ifPresent(this::fetch);
        return context.opener().apply(options);
    }

    /** How models are run; as usual unless a command has flags for it. */
    EngineOptions engine() {
        return EngineOptions.USUAL;
    }

    /** The verifier a command names; empty for the bundled one. */
    Optional<String> verifierFlag() {
        return Optional.empty();
    }

    @Override
    public final Integer call() {
        return runWithout().orElseGet(this::runWith);
    }

    private int runWith() {
        EngineOptions engine = verifierFlag().map(engine()::withVerifier).orElseGet(this::engine);
        MemoryOptions options = flags.options(modelFlag()).withEngine(engine);
        modelReference().ifPresent(this::fetch);
        if (!(new DataFolder(options.dataFolder()).owner() instanceof Owner.Service)) { // which has a verifier of its own
            verifierFlag().ifPresent(this::fetchVerifier);
        }
        try (MemoryAccess memory = open(options)) {
            return run(memory);
        }
    }
}
