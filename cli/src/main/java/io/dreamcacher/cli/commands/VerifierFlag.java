package io.dreamcacher.cli.commands;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The flag of commands that decide whether a remembered picture answers. */
final class VerifierFlag {
    @Option(names = "--verifier", paramLabel = "NAME", description = "What judges whether a picture of one prompt answers another: bundled, a folder with an exported cross-encoder, or a repository of the Hugging Face hub.")
    private Optional<String> verifier;

    Optional<String> name() {
        return verifier.map(MemoryFlags::absolute);
    }
}
