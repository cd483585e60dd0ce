package io.dreamcacher.cli.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;

/**
 * What the command writes to and what is known of it.
 *
 * @param out for results
 * @param err for progress and failures
 * @param outIsTerminal whether a person reads {@code out} as it comes
 * @param errIsTerminal whether a person reads {@code err} as it comes
 * @param environment variables that tell which terminal it is
 */
public record Terminal(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal,
        Map<String, String> environment) {
    /** The launcher knows by {@code test -t} which streams are terminals; without it the JDK's console must do. */
    public static Terminal system() {
        String told = System.getProperty("dreamcacher.terminals", "");
        boolean console = told.isEmpty() && consoleIsTerminal();
        return new Terminal(System.out, System.err, console || told.contains("out"), console || told.contains("err"),
                System.getenv());
    }

    /** Until Java 21 there is a console only at a terminal; since 22 there is always one, which can tell. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean consoleIsTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
