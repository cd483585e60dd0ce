package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.MemoryAccess;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Forgets a picture. */
@Command(name = "delete", description = "Forget a picture: the file, its place in searches, and its suggestion.")
final class DeleteCommand extends MemoryCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "Name of the picture.")
    private String id = "";

    DeleteCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        if (!memory.delete(id)) {
            throw ShowCommand.unknown(id);
        }
        if (flags.json()) {
            printJson(Map.of("deleted", id));
        } else {
            say("Forgot %s.", id);
        }
        return ExitCode.OK;
    }
}
