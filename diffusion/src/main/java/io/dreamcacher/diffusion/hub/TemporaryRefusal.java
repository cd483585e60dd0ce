package io.dreamcacher.diffusion.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A status that may be another one when asked again: 408, 429 or 5xx. */
final class TemporaryRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final String host;
    private final int status;
    private final transient Optional<Duration> retryAfter;

    TemporaryRefusal(String host, int status, Optional<Duration> retryAfter) {
        super(host + " answers " + status);
        this.host = host;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    String host() {
        return host;
    }

    int status() {
        return status;
    }

    /** What the server asks for; empty if it says nothing. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    String reason() {
        return status == 429 ? "too many requests; a token in HF_TOKEN raises the limit" : "it cannot serve this now";
    }
}
