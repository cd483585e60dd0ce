package io.dreamcacher.cli.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Encrypts a file. */
@Command(name = "encrypt", description = "Encrypt a file; the token can be decrypted here and by Python's cryptography.fernet.")
final class SecretsEncryptCommand extends SpeakingCommand {
    @Mixin
    private SecretInput input = new SecretInput();

    @Mixin
    private SecretOutput output = new SecretOutput();

    SecretsEncryptCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        output.requireSense();
        output.put(input.fernet(context).encrypt(input.bytes()), this);
        return ExitCode.OK;
    }
}
