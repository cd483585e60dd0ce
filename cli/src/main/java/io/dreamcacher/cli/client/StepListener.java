package io.dreamcacher.cli.client;

/** Told how generating gets on. */
public interface StepListener {
    /** Nobody is told. */
    StepListener NONE = new StepListener() {};

    /** A picture waits behind others. */
    default void queued(int position) {}

    /** A step is done; the step is from 1 to {@code steps}, the image from 0. */
    default void step(int image, int step, int steps) {}
}
