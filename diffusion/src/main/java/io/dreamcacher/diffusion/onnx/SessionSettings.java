package io.dreamcacher.diffusion.onnx;

/**
 * How ONNX Runtime runs a network.
 *
 * @param threads
 *            threads that share the work of one call, 1 or more
 */
public record SessionSettings(int threads) {
    /** Checks the number of threads. */
    public SessionSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("A session needs 1 thread or more; found " + threads);
        }
    }

    /** As many threads as the machine has processors. */
    public static SessionSettings allProcessors() {
        return new SessionSettings(Runtime.getRuntime().availableProcessors());
    }
}
