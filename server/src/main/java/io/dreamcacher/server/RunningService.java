package io.dreamcacher.server;

import java.net.URI;

/** A service that listens. Thread-safe. */
public interface RunningService extends AutoCloseable {
    /** Where the page is, such as {@code http://127.0.0.1:7860}. */
    URI address();

    /** Waits until somebody closes it; returns at once afterwards. */
    void awaitStop();

    /**
     * Refuses new requests, stops waiting ones, gives the picture being made up to ten seconds, then closes the memory
     * and gives the data folder back. Does nothing the second time.
     */
    @Override
    void close();
}
