package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Checked;
import io.dreamcacher.api.Checked.Finding;
import io.dreamcacher.api.Json;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.failure.FailureCategory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads every remembered image and tells which are not what was remembered. */
@Command(name = "check", description = "Read every picture of the memory and compare it with what is remembered of it.")
final class CheckCommand extends MemoryCommand {
    @Option(names = "--set-aside", description = "Move files that are damaged or were overwritten into the folder set-aside.")
    private boolean setAside;

    CheckCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        Checked checked = checked(memory);
        if (flags.json()) {
            context.terminal().out().println(Json.STRICT.writeValueAsString(checked));
        } else {
            checked.findings().forEach(finding -> say("%s  %s", finding.id(), said(finding)));
            say("%s", summary(checked));
        }
        return checked.findings().isEmpty() ? ExitCode.OK : ExitCode.of(FailureCategory.BAD_DATA);
    }

    private Checked checked(MemoryAccess memory) {
        try (ProgressLine line = new ProgressLine(context.terminal())) {
            return memory.check(setAside, looked -> line.show(0, 1, "%,d pictures read".formatted(looked)));
        }
    }

    private static String said(Finding finding) {
        return switch (finding.fault()) {
            case "missing" -> "is remembered, but its file is missing";
            case "overwritten" -> "is another picture than was remembered" + after(finding);
            case "damaged" -> "is damaged" + after(finding);
            case "orphaned" -> "is a file of which nothing is remembered; `dreamcacher recover` takes it in";
            default -> "cannot be read now";
        };
    }

    private static String after(Finding finding) {
        return finding.setAside() ? ", and was set aside" : "";
    }

    private static String summary(Checked checked) {
        String all = "%,d pictures (%,d bytes) were read: ".formatted(checked.checked(), checked.bytes());
        return all + (checked.findings().isEmpty()
                ? "each is what was remembered."
                : ("something is wrong with %,d. Those answer nothing, so their requests are made anew; "
                        + "they answer again once their files are put back.").formatted(checked.findings().size()));
    }
}
