package io.dreamcacher.cli.terminal;

import java.time.Duration;

/** One line on the terminal that is written over until it is done; nothing where nobody looks. */
public final class ProgressLine implements AutoCloseable {
    private static final int BAR = 28;
    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private boolean shown;

    public ProgressLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Shows a bar filled to {@code done} of {@code total}, and what is said about it. */
    public void show(long done, long total, String text) {
        if (!terminal.errIsTerminal()) {
            return;
        }
        int filled = total == 0 ? BAR : (int) (BAR * Math.min(done, total) / total);
        terminal.err().print(CLEAR + "━".repeat(filled) + "╌".repeat(BAR - filled) + " " + text);
        terminal.err().flush();
        shown = true;
    }

    /** Time as a person says it. */
    public static String said(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? "%d min %02d s".formatted(seconds / 60, seconds % 60)
                : "%d h %02d min".formatted(seconds / 3600, seconds % 3600 / 60);
    }

    @Override
    public void close() {
        if (shown) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
    }
}
