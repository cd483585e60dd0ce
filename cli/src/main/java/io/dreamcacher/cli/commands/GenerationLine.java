package io.dreamcacher.cli.commands;

import io.dreamcacher.api.RequestEvent;
import io.dreamcacher.cli.terminal.ProgressLine;
import java.time.Duration;
import java.util.function.Consumer;

/** A generation on the progress line: steps, and the time left as the steps so far suggest. */
final class GenerationLine implements Consumer<RequestEvent> {
    private final ProgressLine line;
    private final int images;
    private final long start = System.nanoTime();

    GenerationLine(ProgressLine line, int images) {
        this.line = line;
        this.images = images;
    }

    @Override
    public void accept(RequestEvent event) {
        switch (event) {
            case RequestEvent.Queued queued when queued.position() > 0 ->
                line.show(0, 1, "waiting behind %d".formatted(queued.position()));
            case RequestEvent.Progress progress -> step(progress.image(), progress.step(), progress.steps());
            case RequestEvent.Queued next -> {
                // its turn has come
            }
            case RequestEvent.Nearest nearest -> {
                // the answer's reason says it
            }
            case RequestEvent.Preview preview -> {
                // not for a terminal
            }
            case RequestEvent.Ended ended -> {
                // told by the command
            }
        }
    }

    private void step(int image, int step, int steps) {
        long done = (long) image * steps + step;
        long total = (long) images * steps;
        Duration left = Duration.ofNanos((System.nanoTime() - start) / done * (total - done));
        String which = images == 1 ? "" : "picture %d of %d, ".formatted(image + 1, images);
        line.show(done, total, "%sstep %d of %d, %s left".formatted(which, step, steps, ProgressLine.said(left)));
    }
}
