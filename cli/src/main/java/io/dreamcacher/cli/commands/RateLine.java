package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.collections.download.Downloader;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Shows how fast pictures come, ten times a second. Thread-safe. */
final class RateLine implements Downloader.Listener {
    private static final long EVERY_NANOSECONDS = Duration.ofMillis(100).toNanos();

    private final ProgressLine line;
    private final long start = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private long shown = start;

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
                line.show(progress.done(), progress.total(), said(progress, (now - start) / 1e9));
            }
        } finally {
            lock.unlock();
        }
    }

    private static String said(Downloader.Progress progress, double seconds) {
        double rate = (progress.success() + progress.failed()) / seconds;
        Duration left = Duration.ofSeconds(rate == 0 ? 0 : (long) ((progress.total() - progress.done()) / rate));
        return "%,d of %,d, %,d failed, %,.0f a second, %s/s, %s left".formatted(progress.done(), progress.total(),
                progress.failed(), rate, Bytes.said((long) (progress.bytes() / seconds)), ProgressLine.said(left));
    }
}
