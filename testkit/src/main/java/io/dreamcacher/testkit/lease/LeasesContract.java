package io.dreamcacher.testkit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.lease.Leases;
import io.dreamcacher.lease.Leases.Lease;
import io.dreamcacher.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Leases} must do. */
public abstract class LeasesContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** What the leases end by. */
    protected final FakeClock clock = new FakeClock();

    /**
     * Fresh leases of two processes: equal objects, or one a process over the same table.
     *
     * @param clock to end them by
     */
    protected abstract List<Leases> twoProcesses(FakeClock clock);

    @Test
    void claim_freeKey_isGrantedToOneOnly() {
        List<Leases> processes = twoProcesses(clock);

        Optional<Lease> first = processes.getFirst().claim("k", MINUTE);

        assertThat(first).hasValueSatisfying(lease -> {
            assertThat(lease.key()).isEqualTo("k");
            assertThat(lease.until()).isEqualTo(clock.instant().plus(MINUTE));
        });
        assertThat(processes.getLast().claim("k", MINUTE)).isEmpty();
        assertThat(processes.getFirst().claim("k", MINUTE)).as("by its own holder").isEmpty();
        assertThat(processes.getLast().claim("other", MINUTE)).isPresent();
    }

    @Test
    void claim_afterTheTime_isGrantedWithAHigherFence() {
        List<Leases> processes = twoProcesses(clock);
        Lease stalled = processes.getFirst().claim("k", MINUTE).orElseThrow();
        clock.advance(MINUTE.minusMillis(1));
        assertThat(processes.getLast().claim("k", MINUTE)).isEmpty();
        clock.advance(Duration.ofMillis(1));

        Lease next = processes.getLast().claim("k", MINUTE).orElseThrow();

        assertThat(next.fence()).isGreaterThan(stalled.fence());
        assertThat(processes.getFirst().renew(stalled, MINUTE)).as("the stalled holder learns it").isEmpty();
        processes.getFirst().release(stalled);
        assertThat(processes.getFirst().claim("k", MINUTE)).as("and frees nothing of the other's").isEmpty();
    }

    @Test
    void renew_heldKey_endsLater() {
        List<Leases> processes = twoProcesses(clock);
        Lease lease = processes.getFirst().claim("k", MINUTE).orElseThrow();
        clock.advance(Duration.ofSeconds(50));

        Lease renewed = processes.getFirst().renew(lease, MINUTE).orElseThrow();

        assertThat(renewed.fence()).isEqualTo(lease.fence());
        assertThat(renewed.until()).isEqualTo(clock.instant().plus(MINUTE));
        clock.advance(Duration.ofSeconds(50));
        assertThat(processes.getLast().claim("k", MINUTE)).isEmpty();
        assertThat(processes.getFirst().renew(lease, MINUTE)).as("by the lease as it was granted").isPresent();
    }

    @Test
    void renew_endedKey_isRefusedEvenIfNobodyClaimedItSince() {
        List<Leases> processes = twoProcesses(clock);
        Lease lease = processes.getFirst().claim("k", MINUTE).orElseThrow();
        clock.advance(MINUTE);

        assertThat(processes.getFirst().renew(lease, MINUTE)).isEmpty();
    }

    @Test
    void release_heldKey_isFreeAtOnceAndNeverRenewed() {
        List<Leases> processes = twoProcesses(clock);
        Lease lease = processes.getFirst().claim("k", MINUTE).orElseThrow();

        processes.getFirst().release(lease);
        processes.getFirst().release(lease);

        assertThat(processes.getFirst().renew(lease, MINUTE)).isEmpty();
        Lease next = processes.getLast().claim("k", MINUTE).orElseThrow();
        assertThat(next.fence()).as("a fence is never used again").isGreaterThan(lease.fence());
    }

    @Test
    void claim_byManyAtOnce_isGrantedToExactlyOne() throws Exception {
        List<Leases> processes = twoProcesses(clock);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                String key = "k" + round;
                List<Callable<Optional<Lease>>> claims = IntStream.range(0, 16)
                        .<Callable<Optional<Lease>>>mapToObj(i -> () -> processes.get(i % 2).claim(key, MINUTE))
                        .toList();

                assertThat(threads.invokeAll(claims).stream().filter(claim -> claim.resultNow().isPresent()))
                        .hasSize(1);
            }
        }
    }
}
