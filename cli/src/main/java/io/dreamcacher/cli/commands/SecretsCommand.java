package io.dreamcacher.cli.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Files of secrets; what to do with one is said by its subcommands. */
@Command(name = "secrets", description = "Encrypt and decrypt files of secrets, as Python's cryptography.fernet does. Keys come from the environment, never from arguments.", subcommands = {
        SecretsKeyCommand.class, SecretsEncryptCommand.class, SecretsDecryptCommand.class})
final class SecretsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name what to do with secrets: key, encrypt or decrypt.");
    }
}
