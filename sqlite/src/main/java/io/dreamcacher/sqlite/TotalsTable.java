package io.dreamcacher.sqlite;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.generation.Generation;
import java.time.Duration;

/** SQL on {@code totals}. */
final class TotalsTable {
    private TotalsTable() {}

    static Statistics.Totals of(Database database, Scope scope) {
        return database.first(
                row -> new Statistics.Totals(row.getLong(1), row.getLong(2), row.getLong(3),
                        new Statistics.Answered(row.getLong(4), row.getLong(5), row.getLong(9), row.getLong(6)),
                        Duration.ofMillis(row.getLong(7)), Duration.ofMillis(row.getLong(8))),
                """
                        SELECT generations, prompts, image_bytes, exact, similar, generated, generating, saved, refined
                        FROM totals WHERE scope = ?""",
                scope.name()).orElse(Statistics.Totals.NOTHING);
    }

    static void added(Database database, Generation generation) {
        count(database, generation.scope(),
                new Statistics.Totals(1, 0, generation.file().sizeBytes(), Statistics.Answered.made(generation),
                        generation.took(), Duration.ZERO));
    }

    static void takenIn(Database database, Generation generation) {
        count(database, generation.scope(), new Statistics.Totals(1, 0, generation.file().sizeBytes(),
                new Statistics.Answered(0, 0, 0), Duration.ZERO, Duration.ZERO));
    }

    static void deleted(Database database, Generation generation) {
        count(database, generation.scope(),
                new Statistics.Totals(-1, 0, -generation.file().sizeBytes(), new Statistics.Answered(0, 0, 0),
                        Duration.ZERO, Duration.ZERO));
    }

    static void used(Database database, Statistics.Use use) {
        int exact = use.kind() == Statistics.Use.Kind.EXACT ? 1 : 0;
        count(database, use.access().writeScope(),
                new Statistics.Totals(0, 0, 0, new Statistics.Answered(exact, 1 - exact, 0), Duration.ZERO,
                        use.saved()));
    }

    static void saved(Database database, Scope scope, Duration time) {
        count(database, scope, new Statistics.Totals(0, 0, 0, new Statistics.Answered(0, 0, 0), Duration.ZERO, time));
    }

    static void prompts(Database database, Scope scope, int more) {
        count(database, scope,
                new Statistics.Totals(0, more, 0, new Statistics.Answered(0, 0, 0), Duration.ZERO, Duration.ZERO));
    }

    private static void count(Database database, Scope scope, Statistics.Totals more) {
        database.update(
                """
                        INSERT INTO totals (scope, generations, prompts, image_bytes, exact, similar, generated, generating, saved, refined)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (scope) DO UPDATE SET
                            generations = generations + excluded.generations, prompts = prompts + excluded.prompts,
                            image_bytes = image_bytes + excluded.image_bytes, exact = exact + excluded.exact,
                            similar = similar + excluded.similar, generated = generated + excluded.generated,
                            generating = generating + excluded.generating, saved = saved + excluded.saved,
                            refined = refined + excluded.refined""",
                scope.name(), more.generations(), more.prompts(), more.imageBytes(), more.answered().exact(),
                more.answered().similar(),
                more.answered().generated(), more.generating().toMillis(), more.saved().toMillis(),
                more.answered().refined());
    }
}
