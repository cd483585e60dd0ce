package io.dreamcacher.cli;

import io.dreamcacher.embedded.library.ModelCheck;
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
        List<ModelCheck> checks;
        try (ProgressLine line = new ProgressLine(context.terminal())) {
            int[] done = {0};
            checks = library().verify(name, part -> line.show(0, 1, "%d checked, now %s".formatted(done[0]++, part)));
        }
        List<String> problems = checks.stream().map(ModelCheck::problem).flatMap(Optional::stream).toList();
        if (json()) {
            printJson(Map.of("name", name, "good", problems.isEmpty(), "checks", checks));
        } else {
            checks.forEach(check -> say("%s  %s", check.passed() ? "ok " : "BAD", check.part()));
            say("%s", problems.isEmpty()
                    ? "%s is whole: %d checks".formatted(name, checks.size())
                    : "%s cannot be trusted: %d of %d checks failed".formatted(name, problems.size(), checks.size()));
        }
        problems.forEach(problem -> context.terminal().err().println(problem));
        return problems.isEmpty() ? ExitCode.OK : ExitCode.of(FailureCategory.BAD_MODEL);
    }
}
