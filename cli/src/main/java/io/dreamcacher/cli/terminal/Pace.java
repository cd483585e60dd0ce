package io.dreamcacher.cli.terminal;

import java.time.Duration;

/** How fast something goes since it began, and when it will be done. */
public final class Pace {
    private static final double SHORTEST = 1e-3;

    private final long start = System.nanoTime();

    /** Begins now. */
    public Pace() {}

    /** Seconds since the beginning, a thousandth or more. */
    public double seconds() {
        return Math.max((System.nanoTime() - start) / 1e9, SHORTEST);
    }

    /** How long what is left takes as fast as what was done. */
    public Duration left(long done, long left) {
        return Duration.ofSeconds(done == 0 ? 0 : (long) (left * seconds() / done));
    }

    /**
     * All of it as a person says it.
     *
     * @param before what was done before this began
     * @param done since
     */
    public String said(long before, long done, long total) {
        return "%,d of %,d, %.1f a second, %s left".formatted(before + done, total, done / seconds(),
                ProgressLine.said(left(done, total - before - done)));
    }
}
