package io.dreamcacher.server;

/** Whether the memory is opened and its index has caught up. Thread-safe. */
final class Readiness {
    private volatile Phase phase = Phase.STARTING;

    /** What the service can do now. */
    enum Phase {
        /** The index is being opened or catches up. */
        STARTING,
        /** Everything. */
        UP,
        /** No new requests. */
        STOPPING,
        /** The index could not be opened; the log says why. */
        DOWN
    }

    Phase phase() {
        return phase;
    }

    /** A stopping service stays stopping. */
    synchronized void enter(Phase next) {
        if (phase != Phase.STOPPING) {
            phase = next;
        }
    }
}
