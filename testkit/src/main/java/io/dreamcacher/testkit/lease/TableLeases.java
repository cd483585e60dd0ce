package io.dreamcacher.testkit.lease;

import io.dreamcacher.lease.Leases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Leases as a table of a database keeps them: one row a key that is never deleted, each operation one conditional update,
 * as {@code UPDATE lease SET … WHERE key = ? AND fence = ? AND until > now()} would be. Several processes each have one
 * over the same {@link Table}.
 */
public final class TableLeases implements Leases {
    private final Table table;
    private final InstantSource clock;

    /** One process's view of a table. */
    public TableLeases(Table table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    /** The rows; a released one keeps its fence. */
    public static final class Table {
        private final Map<String, Row> rows = new HashMap<>();

        /** An empty table. */
        public Table() {}

        private synchronized Optional<Row> update(String key, Update update) {
            Optional<Row> changed = update.of(rows.getOrDefault(key, new Row(0, Instant.MIN)));
            changed.ifPresent(row -> rows.put(key, row));
            return changed;
        }
    }

    private record Row(long fence, Instant until) {}

    private interface Update {
        Optional<Row> of(Row row);
    }

    @Override
    public Optional<Lease> claim(String key, Duration timeToLive) {
        Instant now = clock.instant();
        return table.update(key, row -> row.until.isAfter(now)
                ? Optional.empty()
                : Optional.of(new Row(row.fence + 1, now.plus(timeToLive)))).map(row -> lease(key, row));
    }

    @Override
    public Optional<Lease> renew(Lease lease, Duration timeToLive) {
        Instant now = clock.instant();
        return table.update(lease.key(), row -> row.fence == lease.fence() && row.until.isAfter(now)
                ? Optional.of(new Row(row.fence, now.plus(timeToLive)))
                : Optional.empty()).map(row -> lease(lease.key(), row));
    }

    @Override
    public void release(Lease lease) {
        table.update(lease.key(),
                row -> row.fence == lease.fence() ? Optional.of(new Row(row.fence, Instant.MIN)) : Optional.empty());
    }

    private static Lease lease(String key, Row row) {
        return new Lease(key, row.fence, row.until);
    }
}
