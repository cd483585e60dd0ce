package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.cli.terminal.Terminal;
import io.dreamcacher.embedded.ModelLibrary;

/** Shows how far a download is. */
final class DownloadLine implements ModelLibrary.Progress, AutoCloseable {
    private final ProgressLine line;

    DownloadLine(Terminal terminal) {
        this.line = new ProgressLine(terminal);
    }

    @Override
    public void show(String file, long done, long total) {
        line.show(done, total, "%s of %s  %s".formatted(Bytes.said(done), Bytes.said(total), file));
    }

    @Override
    public void close() {
        line.close();
    }
}
