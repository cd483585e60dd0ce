package io.dreamcacher.cli.commands;

import io.dreamcacher.access.Scope;
import io.dreamcacher.api.ForgottenExtent;
import io.dreamcacher.api.Json;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.GenerationId;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Forgets for good. */
@Command(name = "forget", description = "Forget a prompt, a picture, a model or a scope for good: no file keeps a word or a pixel of it.")
final class ForgetCommand extends MemoryCommand {
    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** Exactly one of these. */
    private static final class What {
        @Option(names = "--prompt", paramLabel = "TEXT", description = "Every picture of this prompt, and that it was asked for.")
        private Optional<String> prompt = Optional.empty();

        @Option(names = "--id", paramLabel = "ID", description = "One picture.")
        private Optional<String> id = Optional.empty();

        @Option(names = "--model", paramLabel = "NAME", description = "Every picture by this model.")
        private Optional<String> model = Optional.empty();

        @Option(names = "--scope", paramLabel = "NAME", description = "Everything in this scope.")
        private Optional<String> scope = Optional.empty();

        ForgetTarget target() {
            return prompt.<ForgetTarget>map(ForgetTarget.OfPrompt::new)
                    .or(() -> id.map(GenerationId::new).map(ForgetTarget.OfImage::new))
                    .or(() -> model.map(MemoryFlags::model).map(ForgetTarget.OfModel::new))
                    .or(() -> scope.map(Scope::new).map(ForgetTarget.OfScope::new))
                    .orElseThrow(() -> DreamCacherException.badRequest(
                            "One of --prompt, --id, --model and --scope says what to forget, but none was given."));
        }
    }

    @Option(names = "--yes", description = "Do it; without, it is only told how much it would be.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Only tell how much it would be.")
    private boolean dryRun;

    ForgetCommand(CommandContext context) {
        super(context);
    }

    @Override
    int run(MemoryAccess memory) {
        ForgetTarget target = what.target();
        if (!dryRun && !yes) {
            throw DreamCacherException.badRequest(
                    "This would forget %s for good; nothing was forgotten. Say --yes to do it."
                            .formatted(said(memory.forget(target, true))));
        }
        ForgottenExtent extent = memory.forget(target, dryRun);
        if (flags.json()) {
            context.terminal().out().println(Json.STRICT.writeValueAsString(extent));
        } else {
            say(dryRun ? "Would forget %s." : "Forgot %s.", said(extent));
        }
        return ExitCode.OK;
    }

    private static String said(ForgottenExtent extent) {
        return "%,d pictures (%,d bytes) and %,d prompts".formatted(extent.images(), extent.bytes(), extent.prompts());
    }
}
