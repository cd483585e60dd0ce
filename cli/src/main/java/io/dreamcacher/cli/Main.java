package io.dreamcacher.cli;

import io.dreamcacher.cli.commands.CommandLineProgram;
import io.dreamcacher.files.TemporaryFolder;
import java.nio.file.Path;
import java.util.Optional;

/** Entry point of the runnable jar. */
public final class Main {
    /** Where the launcher has the JVM put temporary files. */
    private static final String TEMPORARY = "dreamcacher.temporary";

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        StandardError.restore();
        Logging.quieten();
        Optional<TemporaryFolder> temporary = Optional.ofNullable(System.getProperty(TEMPORARY))
                .map(Path::of)
                .flatMap(TemporaryFolder::adopt);
        int code = CommandLineProgram.run(arguments);
        temporary.ifPresent(TemporaryFolder::close);
        System.exit(code);
    }
}
