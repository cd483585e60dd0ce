package io.dreamcacher.cli;

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
