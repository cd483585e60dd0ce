package io.dreamcacher.testkit.lease;

import io.dreamcacher.lease.Leases;
import io.dreamcacher.testkit.FakeClock;
import java.util.List;

final class InMemoryLeasesTest extends LeasesContract {
    @Override
    protected List<Leases> twoProcesses(FakeClock clock) {
        Leases leases = Leases.inMemory(clock);
        return List.of(leases, leases);
    }
}
