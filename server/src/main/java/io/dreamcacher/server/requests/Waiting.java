package io.dreamcacher.server.requests;

import io.dreamcacher.api.RequestEvent.Ended;
import io.dreamcacher.server.security.ClientConnection;
import java.time.Duration;
import java.util.Optional;

/** A client that waits for a request's end, and may leave before. */
final class Waiting {
    /** How often it is looked whether the client is still there. */
    static final Duration LOOK = Duration.ofSeconds(1);

    private Waiting() {}

    /** How a request ended; empty when the client left before. */
    static Optional<Ended> forEnd(LiveRequest live) throws InterruptedException {
        live.join();
        try {
            while (!live.awaitOutcome(System.nanoTime() + LOOK.toNanos())) {
                if (clientLeft()) {
                    return Optional.empty();
                }
            }
            return live.outcome();
        } finally {
            live.leave();
        }
    }

    static boolean clientLeft() {
        return ClientConnection.current().map(ClientConnection::clientLeft).orElse(false);
    }
}
