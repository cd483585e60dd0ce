package io.dreamcacher.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;

/**
 * The caller's standard error. The launcher gives the JVM's own a log file, because the JVM prints a warning there that
 * no option silences, and passes the caller's on under another number; see docs/decisions/06.
 */
final class StandardError {
    private static final String NUMBER = "dreamcacher.stderr";

    private StandardError() {}

    /** Makes it {@link System#err} again; without the launcher there is nothing to do. */
    static void restore() {
        int number = Integer.getInteger(NUMBER, 2);
        if (number == 2) {
            return;
        }
        try {
            // no public API wraps a numbered descriptor, and opening /dev/fd/N again would lose the file position
            Constructor<FileDescriptor> constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
            constructor.setAccessible(true);
            System.setErr(new PrintStream(new FileOutputStream(constructor.newInstance(number)), true,
                    System.err.charset()));
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.err.println("Standard error stays with the log file: " + e);
        }
    }
}
