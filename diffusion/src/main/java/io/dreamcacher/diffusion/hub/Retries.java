package io.dreamcacher.diffusion.hub;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Tries again what may succeed later: a broken connection, a server that fails (408, 5xx) or asks for patience (429).
 * Waits 1, 2, 4 and 8 seconds, or what the server says. Five attempts without any progress are the end of it, or fewer
 * if another one could end only after half a minute (or three times the {@linkplain HubSettings#timeout timeout}, if that
 * is longer). Pauses that the server asked for do not count. For one pull, on one thread.
 */
final class Retries {
    private static final int ATTEMPTS = 5;
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** Or nearly: what ends by it has been said before it. */
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(28);

    /** The hub counts requests in windows of five minutes; who must wait longer is told instead. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HubSettings settings;
    private final Sleeper sleeper;
    private final LongSupplier nanoseconds;
    private Duration granted = Duration.ZERO;

    /** @param nanoseconds a clock that only its differences are read of */
    Retries(HubSettings settings, Sleeper sleeper, LongSupplier nanoseconds) {
        this.settings = settings;
        this.sleeper = sleeper;
        this.nanoseconds = nanoseconds;
    }

    /** Something that may fail for a while. */
    interface Attempt<T> {
        T run() throws IOException, InterruptedException;

        /** A number that grows when an attempt got somewhere though it failed. */
        default long progress() {
            return 0;
        }
    }

    /** Time since a moment of the clock, without the pauses that the server asked for. */
    Duration since(Moment moment) {
        return Duration.ofNanos(nanoseconds.getAsLong() - moment.nanoseconds).minus(granted).plus(moment.granted);
    }

    /** The present. */
    Moment now() {
        return new Moment(nanoseconds.getAsLong(), granted);
    }

    /**
     * A moment of the clock.
     *
     * @param granted pauses that the server had asked for until then
     */
    record Moment(long nanoseconds, Duration granted) {}

    /**
     * Runs until it succeeds.
     *
     * @throws DreamCacherException {@code BUSY} if it never does, {@code CANCELLED} if the thread is interrupted
     */
    <T> T run(Attempt<T> attempt) {
        Effort<T> effort = new Effort<>(attempt);
        RetryPolicy<T> policy = RetryPolicy.<T>builder()
                .handle(IOException.class)
                .withMaxRetries(-1)
                .abortIf((result, failure) -> failure != null && effort.isOver(failure))
                .onRetryScheduled(event -> wait(effort.pause(event.getLastException())))
                .build();
        try {
            return Failsafe.with(policy).get(effort::attempt);
        } catch (FailsafeException e) {
            if (e.getCause() instanceof IOException failure && !Thread.currentThread().isInterrupted()) {
                throw effort.givenUp(failure);
            }
            Thread.currentThread().interrupt();
            throw new DreamCacherException(FailureCategory.CANCELLED,
                    "The download was stopped; what is downloaded already is kept, and the same command goes on with it.",
                    e);
        }
    }

    /** Waits here and not in the library, so that tests need not. */
    private void wait(Duration time) {
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the library sees it and ends
        }
    }

    /** What is tried, and how it went so far. */
    private final class Effort<T> {
        private final Attempt<T> attempt;
        private int failures;
        private long progress;
        private Moment begun = now();

        Effort(Attempt<T> attempt) {
            this.attempt = attempt;
            this.progress = attempt.progress();
        }

        T attempt() throws IOException, InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                return attempt.run();
            } catch (IOException e) {
                failures++;
                if (attempt.progress() > progress) {
                    failures = 1;
                    begun = now();
                }
                progress = attempt.progress();
                asked(e).ifPresent(time -> granted = granted.plus(time));
                throw e;
            }
        }

        boolean isOver(Throwable failure) {
            return Thread.currentThread().isInterrupted() || failures >= ATTEMPTS || isHopeless(failure)
                    || granted.compareTo(PATIENCE) > 0 || (asked(failure).isEmpty() && wouldTakeTooLong());
        }

        private boolean wouldTakeTooLong() {
            Duration timeout = settings.timeout();
            return since(begun).plus(usual()).plus(timeout).compareTo(longest(timeout)) > 0;
        }

        Duration pause(Throwable failure) {
            return asked(failure).orElseGet(this::usual);
        }

        private Duration usual() {
            Duration time = Duration.ofSeconds(1L << (failures - 1));
            return time.compareTo(LONGEST) > 0 ? LONGEST : time;
        }

        DreamCacherException givenUp(IOException failure) {
            if (failure instanceof TemporaryRefusal refusal) {
                return refused(refusal);
            }
            return new DreamCacherException(FailureCategory.BUSY,
                    "%s must answer to download a model; tried %d times, the last time: %s. What is downloaded already is kept: check the network (or HF_ENDPOINT) and run the same again."
                            .formatted(settings.host(), failures, said(failure)),
                    failure);
        }

        private DreamCacherException refused(TemporaryRefusal refusal) {
            String message = "%s answers %d (%s); asked %d times. What is downloaded already is kept: run the same again later."
                    .formatted(refusal.host(), refusal.status(), refusal.reason(), failures);
            return refusal.retryAfter()
                    .map(time -> DreamCacherException.busy(
                            message.replace("again later", "again in " + time.toSeconds() + " seconds"), time))
                    .orElseGet(() -> new DreamCacherException(FailureCategory.BUSY, message, refusal));
        }
    }

    private static Duration longest(Duration timeout) {
        Duration some = timeout.multipliedBy(3);
        return some.compareTo(HALF_A_MINUTE) > 0 ? some : HALF_A_MINUTE;
    }

    private static Optional<Duration> asked(Throwable failure) {
        return failure instanceof TemporaryRefusal refusal ? refusal.retryAfter() : Optional.empty();
    }

    private static boolean isHopeless(Throwable failure) {
        return failure instanceof UnknownHostException || failure instanceof SSLHandshakeException
                || failure instanceof SSLPeerUnverifiedException;
    }

    /** The failure without addresses, whose queries may be signed. */
    private static String said(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return failure.getClass().getSimpleName() + (text.contains("://") || text.equals("null") ? "" : ": " + text);
    }
}
