package io.dreamcacher.collections.download;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may ask which host now: so many at once, all together and of one host, and none while a host asks to be left alone.
 * Thread-safe.
 */
final class HostTurns {
    /** A host that asks for more is given up. */
    static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    private final int perHost;
    private final Semaphore all;
    private final Pauses waiting;
    private final Map<String, Host> hosts = new ConcurrentHashMap<>();

    HostTurns(DownloadLimits limits, Pauses waiting) {
        this.perHost = limits.perHost();
        this.all = new Semaphore(limits.threads(), true);
        this.waiting = waiting;
    }

    /** What is done in a turn. */
    interface Request<T> {
        T run() throws FetchFailure, InterruptedException;
    }

    /**
     * Waits for a turn and makes a request in it. A failure that tells of the whole host keeps others from it, too.
     *
     * @param host with its port
     */
    <T> T take(String host, Request<T> request) throws FetchFailure, InterruptedException {
        Host one = hosts.compute(host, (name, known) -> (known == null ? new Host(name) : known).entered());
        try {
            return one.take(request);
        } finally {
            hosts.computeIfPresent(host, (name, known) -> known.left() ? known : null);
        }
    }

    /** Hosts that are remembered: those that somebody asks or waits for, or that ask to be left alone. */
    int remembered() {
        return hosts.size();
    }

    /** How long to wait before a request is made again that failed for so many times. */
    static Duration pause(int failures) {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    }

    private final class Host {
        private final String name;
        private final Semaphore turns = new Semaphore(perHost, true);
        private final ReentrantLock lock = new ReentrantLock();
        private Instant peace = Instant.MIN;
        private int refusals;
        private int users; // changed by one thread at a time, that of the map

        Host(String name) {
            this.name = name;
        }

        Host entered() {
            users++;
            return this;
        }

        /** Somebody is done; says whether there is still something to remember. */
        boolean left() {
            users--;
            return users > 0 || timeLeft().isPositive();
        }

        <T> T take(Request<T> request) throws FetchFailure, InterruptedException {
            turns.acquire();
            try {
                awaitPeace();
                all.acquire();
                try {
                    return asked(request);
                } finally {
                    all.release();
                }
            } finally {
                turns.release();
            }
        }

        private <T> T asked(Request<T> request) throws FetchFailure, InterruptedException {
            try {
                T result = request.run();
                answered();
                return result;
            } catch (FetchFailure e) {
                if (e.isOfTheHost()) {
                    leaveAlone(e);
                }
                throw e;
            }
        }

        void awaitPeace() throws FetchFailure, InterruptedException {
            for (Duration left = timeLeft(); left.isPositive(); left = timeLeft()) {
                if (left.compareTo(PATIENCE) > 0) {
                    throw FetchFailure.lasting("%s asks to be left alone for longer than %d minutes".formatted(name,
                            PATIENCE.toMinutes()));
                }
                waiting.pause(left);
            }
        }

        private Duration timeLeft() {
            lock.lock();
            try {
                return peace.equals(Instant.MIN) ? Duration.ZERO : Duration.between(waiting.now(), peace);
            } finally {
                lock.unlock();
            }
        }

        void leaveAlone(FetchFailure failure) {
            lock.lock();
            try {
                refusals++;
                Instant until = waiting.now().plus(failure.retryAfter().orElseGet(() -> pause(refusals)));
                peace = until.isAfter(peace) ? until : peace;
            } finally {
                lock.unlock();
            }
        }

        void answered() {
            lock.lock();
            try {
                refusals = 0;
            } finally {
                lock.unlock();
            }
        }
    }
}
