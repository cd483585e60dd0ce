package io.dreamcacher.sqlite;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Totals;
import io.dreamcacher.catalogue.Use;
import io.dreamcacher.generation.Generation;
import java.time.Duration;

/** SQL on {@code totals}. */
final class TotalsTable {
    private TotalsTable() {}

    static Totals of(Database database, Scope scope) {
        return database.first(
                row -> new Totals(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5),
                        row.getLong(6), Duration.ofMillis(row.getLong(7)), Duration.ofMillis(row.getLong(8))),
                """
                        SELECT generations, prompts, image_bytes, exact, similar, generated, generating, saved
                        FROM totals WHERE scope = ?""",
                scope.name()).orElse(Totals.NOTHING);
    }

    static void added(Database database, Generation generation) {
        count(database, generation.scope(),
                new Totals(1, 0, generation.file().sizeBytes(), 0, 0, 1, generation.took(), Duration.ZERO));
    }

    static void deleted(Database database, Generation generation) {
        count(database, generation.scope(),
                new Totals(-1, 0, -generation.file().sizeBytes(), 0, 0, 0, Duration.ZERO, Duration.ZERO));
    }

    static void used(Database database, Use use) {
        int exact = use.kind() == Use.Kind.EXACT ? 1 : 0;
        count(database, use.access().writeScope(),
                new Totals(0, 0, 0, exact, 1 - exact, 0, Duration.ZERO, use.saved()));
    }

    static void prompts(Database database, Scope scope, int more) {
        count(database, scope, new Totals(0, more, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO));
    }

    private static void count(Database database, Scope scope, Totals more) {
        database.update(
                """
                        INSERT INTO totals (scope, generations, prompts, image_bytes, exact, similar, generated, generating, saved)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (scope) DO UPDATE SET
                            generations = generations + excluded.generations, prompts = prompts + excluded.prompts,
                            image_bytes = image_bytes + excluded.image_bytes, exact = exact + excluded.exact,
                            similar = similar + excluded.similar, generated = generated + excluded.generated,
                            generating = generating + excluded.generating, saved = saved + excluded.saved""",
                scope.name(), more.generations(), more.prompts(), more.imageBytes(), more.exact(), more.similar(),
                more.generated(), more.generating().toMillis(), more.saved().toMillis());
    }
}
