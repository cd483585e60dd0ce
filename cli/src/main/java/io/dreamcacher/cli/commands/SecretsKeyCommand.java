package io.dreamcacher.cli.commands;

import io.dreamcacher.files.secrets.Fernet;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a key. */
@Command(name = "key", description = "Make a new key for DECRYPTION_KEY.")
final class SecretsKeyCommand extends SpeakingCommand {
    @Mixin
    private SecretOutput output = new SecretOutput();

    SecretsKeyCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        output.requireSense();
        output.put((Fernet.newKey() + "\n").getBytes(StandardCharsets.US_ASCII), this);
        return ExitCode.OK;
    }
}
