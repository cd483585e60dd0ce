package io.dreamcacher.cli;

import io.dreamcacher.cli.commands.CommandLineProgram;
import io.dreamcacher.files.TemporaryFolder;
import java.nio.file.Path;
import java.util.Optional;

/** Entry point of the runnable jar. */
public final class Main {
    /** Where the launcher has the JVM put temporary files. */
    private static final String TEMPORARY = "dreamcacher.temporary";

    /** How many virtual threads may compute at once. */
    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        StandardError.restore();
        Logging.quieten();
        provideCarriers();
        Optional<TemporaryFolder> temporary = Optional.ofNullable(System.getProperty(TEMPORARY))
                .map(Path::of)
                .flatMap(TemporaryFolder::adopt);
        int code = CommandLineProgram.run(arguments);
        temporary.ifPresent(TemporaryFolder::close);
        System.exit(code);
    }

    /**
     * A network runs in native code, which keeps the carrier of the virtual thread that asked. With more carriers than
     * processors the operating system shares these out, and nobody waits until all who came before have computed.
     */
    private static void provideCarriers() {
        if (System.getProperty(CARRIERS) == null) {
            System.setProperty(CARRIERS,
                    Integer.toString(Math.max(16, 4 * Runtime.getRuntime().availableProcessors())));
        }
    }
}
