package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.lease.Leases;
import io.dreamcacher.lease.Leases.Lease;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Renews leases in good time until they are given back. Thread-safe. */
final class LeaseKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LeaseKeeper.class.getName());
    /** Two renewals may fail before a lease is lost. */
    private static final int RENEWALS = 3;

    private final Leases leases;
    private final Duration timeToLive;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofVirtual().name("dreamcacher-leases-", 0).factory());

    LeaseKeeper(Leases leases, Duration timeToLive) {
        this.leases = leases;
        this.timeToLive = timeToLive;
    }

    /** Keeps a lease until what is returned is closed. */
    Kept keep(Lease lease) {
        long period = timeToLive.toMillis() / RENEWALS;
        return new Kept(lease,
                timer.scheduleAtFixedRate(() -> renew(lease), period, period, TimeUnit.MILLISECONDS));
    }

    /** A lease that was lost stays lost: its holder was stalled for the whole time, and somebody else may have begun. */
    private void renew(Lease lease) {
        try {
            if (leases.renew(lease, timeToLive).isEmpty()) {
                LOG.log(Level.DEBUG, "A lease has ended before its work did.");
            }
        } catch (DreamCacherException e) {
            LOG.log(Level.WARNING, "A lease could not be renewed and is tried again: {0}", e.getMessage());
        }
    }

    /** A lease that is renewed. */
    final class Kept implements AutoCloseable {
        private final Lease lease;
        private final Future<?> renewals;

        private Kept(Lease lease, Future<?> renewals) {
            this.lease = lease;
            this.renewals = renewals;
        }

        /** Gives the lease back. */
        @Override
        public void close() {
            renewals.cancel(false);
            try {
                leases.release(lease);
            } catch (DreamCacherException e) {
                LOG.log(Level.WARNING, "A lease could not be given back and ends by itself: {0}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
