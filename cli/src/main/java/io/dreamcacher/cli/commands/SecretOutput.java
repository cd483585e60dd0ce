package io.dreamcacher.cli.commands;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.files.secrets.SecretFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command about secrets puts its result. */
final class SecretOutput {
    @Option(names = "-o", paramLabel = "FILE", description = "A new file that only this user may read, instead of standard output.")
    private Optional<Path> file;

    @Option(names = "--json", description = "Print one JSON object for machines; needs -o, since nothing secret is in it.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    /** Says what is wrong with the flags before anything is read. */
    void requireSense() {
        if (json && file.isEmpty()) {
            throw DreamCacherException.badRequest(
                    "With --json the result must go to a file, so that nothing secret is in the object; name one with -o.");
        }
    }

    void put(byte[] result, SpeakingCommand command) {
        if (file.isEmpty()) {
            command.context.terminal().out().write(result, 0, result.length);
            command.context.terminal().out().flush();
            return;
        }
        new SecretFile(file.get()).create(result);
        if (json) {
            Map<String, Object> said = new LinkedHashMap<>();
            said.put("file", file.get().toString());
            said.put("bytes", result.length);
            command.printJson(said);
        } else {
            command.say("%s (%,d bytes)", file.get(), result.length);
        }
    }
}
