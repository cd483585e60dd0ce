package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.diffusion.ModelVerifier.ModelCheckup;
import io.dreamcacher.failure.FailureCategory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks a model. */
@Command(name = "verify", description = "Check a model: every file against its hash, and every tensor of its networks for its place.")
final class ModelsVerifyCommand extends LibraryCommand {
    @Parameters(index = "0", paramLabel = "NAME|DIR|FILE", description = "A model of this machine.")
    private String name = "";

    ModelsVerifyCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        ModelCheckup checkup;
        try (ProgressLine line = new ProgressLine(context.terminal())) {
            int[] done = {0};
            checkup = library().verify(name, part -> line.show(0, 1, "%d checked, now %s".formatted(done[0]++, part)));
        }
        List<ModelCheckup.Check> checks = checkup.checks();
        List<String> problems = checks.stream().map(ModelCheckup.Check::problem).flatMap(Optional::stream).toList();
        if (json()) {
            printJson(Map.of("name", name, "good", problems.isEmpty(), "checks", checks, "files", checkup.files(),
                    "hashed", checkup.hashed()));
        } else {
            checks.forEach(check -> say("%s  %s", check.passed() ? "ok " : "BAD", check.part()));
            say("%s", problems.isEmpty()
                    ? good(checkup)
                    : "%s cannot be trusted: %d of %d checks failed".formatted(name, problems.size(), checks.size()));
        }
        problems.forEach(problem -> context.terminal().err().println(problem));
        return problems.isEmpty() ? ExitCode.OK : ExitCode.of(FailureCategory.BAD_MODEL);
    }

    /** Without a hash, a number that was changed cannot be told. */
    private String good(ModelCheckup checkup) {
        return "%s %s: %d checks; the hash of %d of %d files is known".formatted(name,
                checkup.hashed() == checkup.files() ? "is whole" : "has no fault that can be found",
                checkup.checks().size(), checkup.hashed(), checkup.files());
    }
}
