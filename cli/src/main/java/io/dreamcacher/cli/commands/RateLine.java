package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.Pace;
import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.collections.download.Downloader;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Shows how fast pictures come, ten times a second. Thread-safe. */
final class RateLine implements Downloader.Listener {
    private static final long EVERY_NANOSECONDS = Duration.ofMillis(100).toNanos();

    private final ProgressLine line;
    private final Pace pace = new Pace();
    private final ReentrantLock lock = new ReentrantLock();
    private long shown = System.nanoTime();

    RateLine(ProgressLine line) {
        this.line = line;
    }

    @Override
    public void progress(Downloader.Progress progress) {
        if (!lock.tryLock()) {
            return; // somebody else is at it
        }
        try {
            long now = System.nanoTime();
            if (now - shown >= EVERY_NANOSECONDS) {
                shown = now;
                line.show(progress.done(), progress.total(), said(progress));
            }
        } finally {
            lock.unlock();
        }
    }

    private String said(Downloader.Progress progress) {
        long fetched = progress.success() + progress.failed();
        Duration left = pace.left(fetched, progress.total() - progress.done());
        return "%,d of %,d, %,d failed, %,.0f a second, %s/s, %s left".formatted(progress.done(), progress.total(),
                progress.failed(), fetched / pace.seconds(), Bytes.said((long) (progress.bytes() / pace.seconds())),
                ProgressLine.said(left));
    }
}
