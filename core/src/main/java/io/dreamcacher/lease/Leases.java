package io.dreamcacher.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Claims on keys, each for a time. One process keeps them in memory ({@link #inMemory}); several share a table or a
 * lock service, and then every process that asks the same one sees the same claims. A holder that dies or stalls loses
 * its claim when the time is over, so nobody waits for ever; a stalled holder that comes back learns it by
 * {@link #renew}, and its lower {@link Lease#fence} tells its late writes from those of whoever claimed the key since.
 *
 * <p>Thread-safe. Nobody waits in here: a key that is taken is answered with empty. A service that cannot be reached is a
 * DreamCacherException with BUSY.
 */
public interface Leases {
    /**
     * Leases of one process, which end with it.
     *
     * @param clock they end by
     */
    static Leases inMemory(InstantSource clock) {
        return new InMemoryLeases(clock);
    }

    /**
     * A claim that was granted.
     *
     * @param key what is claimed
     * @param fence higher than that of every earlier claim on this key (Kleppmann 2016, "How to do distributed locking")
     * @param until when it ends unless renewed, by the clock of whoever keeps the leases
     */
    record Lease(String key, long fence, Instant until) {}

    /**
     * Claims a key that is free, or whose last claim has ended.
     *
     * @param timeToLive from now; positive
     * @return the claim; empty while somebody else, or this process itself, holds the key
     */
    Optional<Lease> claim(String key, Duration timeToLive);

    /**
     * Prolongs a claim that is still held.
     *
     * @param timeToLive from now; positive
     * @return the claim with its new end; empty when it has ended or was released, even if nobody has claimed the key since
     */
    Optional<Lease> renew(Lease lease, Duration timeToLive);

    /** Gives a claim back; nothing happens when it has ended, also when somebody else holds the key now. */
    void release(Lease lease);
}
