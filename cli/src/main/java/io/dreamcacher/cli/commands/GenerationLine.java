package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.client.StepListener;
import io.dreamcacher.cli.terminal.ProgressLine;
import java.time.Duration;

/** A generation on the progress line: steps, and the time left as the steps so far suggest. */
final class GenerationLine implements StepListener {
    private final ProgressLine line;
    private final int images;
    private final long start = System.nanoTime();

    GenerationLine(ProgressLine line, int images) {
        this.line = line;
        this.images = images;
    }

    @Override
    public void queued(int position) {
        if (position > 0) {
            line.show(0, 1, "waiting behind %d".formatted(position));
        }
    }

    @Override
    public void step(int image, int step, int steps) {
        long done = (long) image * steps + step;
        long total = (long) images * steps;
        Duration left = Duration.ofNanos((System.nanoTime() - start) / done * (total - done));
        String which = images == 1 ? "" : "picture %d of %d, ".formatted(image + 1, images);
        line.show(done, total, "%sstep %d of %d, %s left".formatted(which, step, steps, ProgressLine.said(left)));
    }
}
