package io.dreamcacher.cli.commands;

import io.dreamcacher.failure.DreamCacherException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Decrypts a file. */
@Command(name = "decrypt", description = "Decrypt what `encrypt` or Python's cryptography.fernet encrypted.")
final class SecretsDecryptCommand extends SpeakingCommand {
    @Mixin
    private SecretInput input = new SecretInput();

    @Mixin
    private SecretOutput output = new SecretOutput();

    @Option(names = "--ttl", paramLabel = "SECONDS", description = "Refuse what was encrypted longer ago; default: any age.")
    private Optional<Long> secondsToLive;

    SecretsDecryptCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        output.requireSense();
        secondsToLive.filter(seconds -> seconds < 0).ifPresent(seconds -> {
            throw DreamCacherException
                    .badRequest("--ttl must be 0 or more seconds, but %d was given.".formatted(seconds));
        });
        output.put(input.fernet(context).decrypt(input.bytes(), input.name(), secondsToLive.map(Duration::ofSeconds)),
                this);
        return ExitCode.OK;
    }
}
