package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.MemoryAccesses;
import io.dreamcacher.cli.terminal.Terminal;
import io.dreamcacher.embedded.ModelLibrary;
import io.dreamcacher.embedded.ModelTools;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Reads arguments, runs the command they name, and turns failures into one sentence and an exit code. */
public final class CommandLineProgram {
    private CommandLineProgram() {}

    /** Runs one command on this process's terminal, and returns its exit code. */
    public static int run(String... arguments) {
        return run(new CommandContext(Terminal.system(), MemoryAccesses::open, ModelTools::open, ModelLibrary::usual),
                arguments);
    }

    static int run(CommandContext context, String... arguments) {
        return program(context).execute(arguments);
    }

    /** The command line with all its commands. */
    static CommandLine program(CommandContext context) {
        CommandLine program = new CommandLine(DreamcacherCommand.class, factory(context));
        program.setOut(new PrintWriter(context.terminal().out(), true, context.terminal().out().charset()));
        program.setErr(new PrintWriter(context.terminal().err(), true, context.terminal().err().charset()));
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setParameterExceptionHandler((failure, args) -> {
            context.terminal()
                    .err()
                    .println(Misspelling.sentence(failure) + " See: "
                            + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return ExitCode.of(FailureCategory.BAD_REQUEST);
        });
        program.setExecutionExceptionHandler((failure, command, parsed) -> {
            context.terminal().err().println(sentence(failure));
            return ExitCode.of(category(failure));
        });
        return program;
    }

    private static String sentence(Exception failure) {
        return failure instanceof DreamCacherException known
                ? known.getMessage()
                : "This should not have happened, please report it: " + failure + " at "
                        + (failure.getStackTrace().length == 0 ? "?" : failure.getStackTrace()[0]);
    }

    private static FailureCategory category(Exception failure) {
        return failure instanceof DreamCacherException known ? known.category() : FailureCategory.INTERNAL;
    }

    /** Commands that work with the context get it through their constructor. */
    private static IFactory factory(CommandContext context) {
        IFactory usual = CommandLine.defaultFactory();
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                    if (constructor.getParameterCount() == 1
                            && constructor.getParameterTypes()[0] == CommandContext.class) {
                        return type.cast(constructor.newInstance(context));
                    }
                }
                return usual.create(type);
            }
        };
    }
}
