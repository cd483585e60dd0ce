package io.dreamcacher.cli.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself: names its subcommands. */
@Command(name = "dreamcacher", description = "A memory in front of text-to-image.", versionProvider = Version.class, mixinStandardHelpOptions = true, scope = picocli.CommandLine.ScopeType.LOCAL, subcommands = {
        GenerateCommand.class, SearchCommand.class, SuggestCommand.class, WarmCommand.class, ImportCommand.class,
        ExportCommand.class, DuplicatesCommand.class,
        LinksCommand.class,
        ShowCommand.class, DeleteCommand.class, ForgetCommand.class, FeedbackCommand.class, StatsCommand.class,
        ReportCommand.class,
        CheckCommand.class,
        ReindexCommand.class,
        RecoverCommand.class,
        ServeCommand.class, TokensCommand.class, EmbedCommand.class, IndexCommand.class, SimilarityCommand.class,
        WhyCommand.class,
        EvaluateCommand.class, CalibrateCommand.class,
        PreprocessCommand.class, VaeCommand.class, BlendCommand.class, DreamCommand.class, ModelsCommand.class,
        DownloadCommand.class, SecretsCommand.class,
        RehearseCommand.class})
final class DreamcacherCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command, such as generate, search or serve.");
    }
}
