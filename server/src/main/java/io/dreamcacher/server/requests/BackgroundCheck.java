package io.dreamcacher.server.requests;

import io.dreamcacher.access.Access;
import io.dreamcacher.memory.CheckReport;
import io.dreamcacher.memory.DreamMemory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads every stored image again and again while the service runs, slowly, one at a time: a file that was lost or changed is
 * known before somebody asks for it. It goes on where the last service stopped. Thread-safe.
 */
public final class BackgroundCheck {
    private static final Logger LOG = System.getLogger(BackgroundCheck.class.getName());
    private static final int PIECE = 20;
    private static final Duration RETRY = Duration.ofHours(1);
    private static final Duration LAST_PIECE = Duration.ofSeconds(10);

    private final DreamMemory memory;
    private final Pace pace;
    private final AtomicLong checked = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("dreamcacher-check").unstarted(this::run);
    /** Of this round; only the thread that checks looks at it. */
    private long found;

    /**
     * How fast it goes.
     *
     * @param delay before it begins
     * @param bytesPerSecond at most, over a few images
     * @param pause after a few images, at least
     * @param rest from one end to the next beginning
     */
    public record Pace(Duration delay, long bytesPerSecond, Duration pause, Duration rest) {
        /** After a minute, 2 MiB and at most a hundred images a second, once a day. */
        public static final Pace USUAL = new Pace(Duration.ofMinutes(1), 2L << 20, Duration.ofMillis(200),
                Duration.ofDays(1));
    }

    /**
     * One that is not started.
     *
     * @param requests whose meters tell how far it is
     */
    public BackgroundCheck(DreamMemory memory, LiveRequests requests, Pace pace) {
        this.memory = memory;
        this.pace = pace;
        requests.meters().watch(this);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Images it has read since it was started. */
    long checked() {
        return checked.get();
    }

    private void run() {
        Duration wait = pace.delay();
        while (!stoppedWithin(wait)) {
            wait = checkedPiece();
        }
    }

    /** Returns how long to wait for the next one. */
    private Duration checkedPiece() {
        try {
            CheckReport piece = memory.checkNext(Access.LOCAL, PIECE);
            checked.addAndGet(piece.checked());
            found += piece.findings().size();
            piece.findings()
                    .forEach(finding -> LOG.log(Level.DEBUG, "The stored image {0}: {1}.", finding.key(),
                            finding.fault()));
            return piece.complete() ? completed() : pauseAfter(piece);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The check of the stored images could not go on; it is tried again in an hour.", e);
            return RETRY;
        }
    }

    private Duration completed() {
        if (found > 0) {
            LOG.log(Level.WARNING,
                    "{0} stored images are missing, overwritten, damaged or unknown; `dreamcacher check` tells which.",
                    found);
        }
        found = 0;
        return pace.rest();
    }

    private Duration pauseAfter(CheckReport piece) {
        Duration byBytes = Duration.ofMillis(1000 * piece.bytes() / pace.bytesPerSecond());
        return byBytes.compareTo(pace.pause()) > 0 ? byBytes : pace.pause();
    }

    private boolean stoppedWithin(Duration duration) {
        try {
            return stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Returns once the few images that are being read are through; nothing asks the memory after that. */
    public void stop() {
        stopped.countDown();
        try {
            thread.join(LAST_PIECE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
