package io.dreamcacher.collections.download;

import java.time.Duration;
import java.util.Optional;

/** Why an address gave nothing; the message is what is kept of it. */
final class FetchFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean temporary;
    private final transient Optional<Duration> retryAfter;
    private final boolean ofTheHost;

    private FetchFailure(String message, boolean temporary, Optional<Duration> retryAfter, boolean ofTheHost) {
        super(message);
        this.temporary = temporary;
        this.retryAfter = retryAfter;
        this.ofTheHost = ofTheHost;
    }

    /** It would fail again. */
    static FetchFailure lasting(String message) {
        return new FetchFailure(message, false, Optional.empty(), false);
    }

    /** Another try may do better. */
    static FetchFailure temporary(String message) {
        return new FetchFailure(message, true, Optional.empty(), false);
    }

    /** The host asks to be left alone for a while: 429 and 503. */
    static FetchFailure busy(String message, Optional<Duration> retryAfter) {
        return new FetchFailure(message, true, retryAfter, true);
    }

    boolean isTemporary() {
        return temporary;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether it says something of all addresses of the host. */
    boolean isOfTheHost() {
        return ofTheHost;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
