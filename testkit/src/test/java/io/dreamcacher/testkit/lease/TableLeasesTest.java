package io.dreamcacher.testkit.lease;

import io.dreamcacher.lease.Leases;
import io.dreamcacher.testkit.FakeClock;
import java.util.List;

final class TableLeasesTest extends LeasesContract {
    @Override
    protected List<Leases> twoProcesses(FakeClock clock) {
        TableLeases.Table table = new TableLeases.Table();
        return List.of(new TableLeases(table, clock), new TableLeases(table, clock));
    }
}
