package io.dreamcacher.cli.commands;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.secrets.Fernet;
import io.dreamcacher.files.secrets.SecretFile;
import io.dreamcacher.files.secrets.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command about secrets works on, and with which key. */
final class SecretInput {
    private static final int LARGEST_BYTES = 1 << 20;

    @Parameters(index = "0", paramLabel = "FILE", description = "The file; - for standard input.")
    private Path file = Path.of("");

    @Option(names = "--key-env", paramLabel = "NAME", defaultValue = Secrets.KEY, description = "The environment variable with the key; NAME_FILE may name a file with it instead.")
    private String variable = Secrets.KEY;

    String name() {
        return isStandardInput() ? "standard input" : file.toString();
    }

    byte[] bytes() {
        return isStandardInput() ? standardInput() : new SecretFile(file).read();
    }

    private boolean isStandardInput() {
        return file.toString().equals("-");
    }

    private static byte[] standardInput() {
        try {
            byte[] bytes = System.in.readNBytes(LARGEST_BYTES + 1);
            if (bytes.length > LARGEST_BYTES) {
                throw DreamCacherException
                        .badRequest("A secret may have %,d bytes, but standard input has more; give a smaller one."
                                .formatted(LARGEST_BYTES));
            }
            return bytes;
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "Standard input must be readable, but is not (%s); name a file."
                            .formatted(e.getClass().getSimpleName()),
                    e);
        }
    }

    Fernet fernet(CommandContext context) {
        return new Secrets(context.terminal().environment(), variable, InstantSource.system()).fernet();
    }
}
