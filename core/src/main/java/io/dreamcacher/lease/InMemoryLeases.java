package io.dreamcacher.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The leases of one process: they end with it. Thread-safe. */
final class InMemoryLeases implements Leases {
    private final InstantSource clock;
    private final AtomicLong fences = new AtomicLong();
    private final Map<String, Lease> held = new ConcurrentHashMap<>();

    /** No leases yet. */
    InMemoryLeases(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Lease> claim(String key, Duration timeToLive) {
        Instant now = clock.instant();
        Lease wanted = new Lease(key, fences.incrementAndGet(), now.plus(timeToLive));
        Lease holder = held.compute(key, (k, known) -> known == null || ended(known, now) ? wanted : known);
        return Optional.of(holder).filter(lease -> lease.fence() == wanted.fence());
    }

    @Override
    public Optional<Lease> renew(Lease lease, Duration timeToLive) {
        Instant now = clock.instant();
        Lease renewed = new Lease(lease.key(), lease.fence(), now.plus(timeToLive));
        return Optional.ofNullable(held.computeIfPresent(lease.key(),
                (key, known) -> known.fence() == lease.fence() && !ended(known, now) ? renewed : known))
                .filter(holder -> holder.equals(renewed));
    }

    @Override
    public void release(Lease lease) {
        held.computeIfPresent(lease.key(), (key, known) -> known.fence() == lease.fence() ? null : known);
    }

    /** A lease ends at its time, not after it. */
    private static boolean ended(Lease lease, Instant now) {
        return !now.isBefore(lease.until());
    }
}
