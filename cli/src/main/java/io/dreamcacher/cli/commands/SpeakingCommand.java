package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Json;
import java.util.concurrent.Callable;

/** A command that says what it did, to a person or as one JSON object. */
abstract class SpeakingCommand implements Callable<Integer> {
    final CommandContext context;

    SpeakingCommand(CommandContext context) {
        this.context = context;
    }

    /** Downloads what a model's name mentions of the hub, with a progress bar; other names are left alone. */
    final void fetch(String model) {
        try (DownloadLine line = new DownloadLine(context.terminal())) {
            context.library().get().fetch(model, line);
        }
    }

    /** The same of a verifier's name. */
    final void fetchVerifier(String verifier) {
        try (DownloadLine line = new DownloadLine(context.terminal())) {
            context.library().get().fetchVerifier(verifier, line);
        }
    }

    /** Prints a line; format and arguments are those of {@link String#format}. */
    @SuppressWarnings("AnnotateFormatMethod") // Error Prone's annotation would be a dependency for one method
    final void say(String format, Object... arguments) {
        context.terminal().out().println(format.formatted(arguments));
    }

    /** Prints a map, or a record, as one JSON object. */
    final void printJson(Object object) {
        context.terminal().out().println(Json.STRICT.writeValueAsString(object));
    }
}
