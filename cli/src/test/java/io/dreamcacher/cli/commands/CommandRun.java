package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.MemoryAccesses;
import io.dreamcacher.cli.terminal.Terminal;
import io.dreamcacher.embedded.ModelLibrary;
import io.dreamcacher.embedded.ModelTools;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run of the command in this process.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int code, String out, String err) {
    /** Runs a command on a data folder that is not a terminal's business. */
    static CommandRun of(Path cache, Path data, String... arguments) {
        String[] withData = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, withData, 0, arguments.length);
        withData[arguments.length] = "--data";
        withData[arguments.length + 1] = data.toString();
        return of(cache, withData);
    }

    static CommandRun of(Path cache, String... arguments) {
        return of(cache, Map.of(), arguments);
    }

    /** Runs a command where hub and secrets are what the environment says. */
    static CommandRun of(Path cache, Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false, false, environment);
        int code = CommandLineProgram.run(
                new CommandContext(terminal, options -> MemoryAccesses.open(options.withCacheFolder(cache)),
                        (model, engine) -> ModelTools.open(model, cache, engine),
                        () -> new ModelLibrary(cache, environment, cache)),
                arguments);
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }
}
