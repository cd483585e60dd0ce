package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Tries again what may succeed later: a broken connection, a server that fails (408, 5xx) or asks for patience (429).
 * Waits 1, 2, 4 and 8 seconds, or what the server says; five attempts without any progress are the end of it.
 */
final class Retries {
    private static final int ATTEMPTS = 5;
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** The hub counts requests in windows of five minutes; who must wait longer is told instead. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String host;
    private final Sleeper sleeper;

    Retries(String host, Sleeper sleeper) {
        this.host = host;
        this.sleeper = sleeper;
    }

    /** Something that may fail for a while. */
    interface Attempt<T> {
        T run() throws IOException;

        /** A number that grows when an attempt got somewhere though it failed. */
        default long progress() {
            return 0;
        }
    }

    /**
     * Runs until it succeeds.
     *
     * @throws DreamCacherException {@code BUSY} if it never does, {@code CANCELLED} if the thread is interrupted
     */
    <T> T run(Attempt<T> attempt) {
        int failures = 0;
        long progress = attempt.progress();
        while (true) {
            requireRunning();
            try {
                return attempt.run();
            } catch (IOException e) {
                failures = attempt.progress() > progress ? 1 : failures + 1;
                progress = attempt.progress();
                pause(failures, e);
            }
        }
    }

    private void pause(int failures, IOException failure) {
        Optional<Duration> asked = failure instanceof TemporaryRefusal refusal
                ? refusal.retryAfter()
                : Optional.empty();
        if (failures >= ATTEMPTS || isHopeless(failure) || asked.orElse(Duration.ZERO).compareTo(PATIENCE) > 0) {
            throw givenUp(failures, failure, asked);
        }
        Duration usual = Duration.ofSeconds(1L << (failures - 1));
        try {
            sleeper.sleep(asked.orElse(usual.compareTo(LONGEST) > 0 ? LONGEST : usual));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            requireRunning();
        }
    }

    private static boolean isHopeless(IOException failure) {
        return failure instanceof UnknownHostException || failure instanceof SSLHandshakeException
                || failure instanceof SSLPeerUnverifiedException;
    }

    private DreamCacherException givenUp(int failures, IOException failure, Optional<Duration> asked) {
        if (failure instanceof TemporaryRefusal refusal) {
            String message = "%s answers %d (%s); asked %d times. What is downloaded already is kept: run the same again later."
                    .formatted(refusal.host(), refusal.status(), refusal.reason(), failures);
            return asked.map(time -> DreamCacherException.busy(
                    message.replace("again later", "again in " + time.toSeconds() + " seconds"), time))
                    .orElseGet(() -> new DreamCacherException(FailureCategory.BUSY, message, failure));
        }
        return new DreamCacherException(FailureCategory.BUSY,
                "%s must answer to download a model; tried %d times, the last time: %s. What is downloaded already is kept: check the network (or HF_ENDPOINT) and run the same again."
                        .formatted(host, failures, said(failure)),
                failure);
    }

    /** The failure without addresses, whose queries may be signed. */
    private static String said(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return failure.getClass().getSimpleName() + (text.contains("://") || text.equals("null") ? "" : ": " + text);
    }

    private static void requireRunning() {
        if (Thread.currentThread().isInterrupted()) {
            throw new DreamCacherException(FailureCategory.CANCELLED,
                    "The download was stopped; what is downloaded already is kept, and the same command goes on with it.");
        }
    }
}
