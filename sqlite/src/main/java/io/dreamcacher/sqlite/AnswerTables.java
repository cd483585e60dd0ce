package io.dreamcacher.sqlite;

import io.dreamcacher.access.Access;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.generation.GenerationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** SQL on {@code answer} and {@code inspection}: which image answered what, and whether that was right. */
final class AnswerTables {
    private AnswerTables() {}

    /** Once more; a similarity that is known stays where this use tells none. */
    static void used(Database database, Statistics.Use use) {
        Optional<Double> similarity = use.vector()
                .flatMap(asked -> GenerationTable.promptVector(database, use.answer()).map(asked::similarity));
        database.update(
                """
                        INSERT INTO answer (scope, key, id, prompt, kind, similarity, uses, at)
                        SELECT ?, ?, ?, ?, ?, ?, 1, ? WHERE EXISTS (SELECT 1 FROM generation WHERE id = ?)
                        ON CONFLICT (scope, key, id) DO UPDATE SET prompt = excluded.prompt, kind = excluded.kind,
                            similarity = coalesce(excluded.similarity, similarity), uses = uses + 1, at = max(at, excluded.at)""",
                use.access().writeScope().name(), PromptKey.of(use.prompt()).value(), use.answer().value(),
                use.prompt(), use.kind().name(), similarity, use.at().toEpochMilli(), use.answer().value());
    }

    static List<Statistics.Answering> answered(Database database, Access access, GenerationId image, int limit) {
        ScopeList scopes = ScopeList.of(access);
        return database.list(
                row -> new Statistics.Answering(row.getString(1), Statistics.Use.Kind.valueOf(row.getString(2)),
                        real(row, 3), row.getLong(4), Instant.ofEpochMilli(row.getLong(5))),
                "SELECT prompt, kind, similarity, uses, at FROM answer WHERE scope IN (" + scopes.marks()
                        + ") AND id = ? ORDER BY at DESC, key LIMIT ?",
                scopes.and(image.value(), limit));
    }

    static OptionalDouble real(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    static Statistics.Diversity diversity(Database database, Access access) {
        ScopeList scopes = ScopeList.of(access);
        return database.first(
                row -> new Statistics.Diversity(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4),
                        row.getLong(5)),
                """
                        WITH mine AS (SELECT scope, key, id, uses FROM answer WHERE scope IN (%s))
                        SELECT coalesce(sum(uses), 0), (SELECT count(*) FROM (SELECT DISTINCT scope, key FROM mine)),
                            count(DISTINCT id), count(*),
                            (SELECT coalesce(max(served), 0) FROM (SELECT sum(uses) AS served FROM mine GROUP BY id))
                        FROM mine"""
                        .formatted(scopes.marks()),
                scopes.and()).orElseThrow();
    }

    static void checked(Database database, Access access, Instant at, Statistics.Check check) {
        database.update(
                "INSERT INTO inspection (scope, key, id, kind, region, loss, likeness, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                access.writeScope().name(), check.prompt().value(), check.image().value(), check.kind().name(),
                check.region(), check.loss(), check.likeness(), at.toEpochMilli());
    }

    static List<Statistics.Check> checks(Database database, Access access, int limit) {
        ScopeList scopes = ScopeList.of(access);
        return database.list(
                row -> new Statistics.Check(new PromptKey(row.getString(1)), new GenerationId(row.getString(2)),
                        Statistics.Check.Kind.valueOf(row.getString(3)), row.getString(4), row.getDouble(5),
                        row.getDouble(6)),
                "SELECT key, id, kind, region, loss, likeness FROM inspection WHERE scope IN (" + scopes.marks()
                        + ") ORDER BY number DESC LIMIT ?",
                scopes.and(limit));
    }

    static void cost(Database database, Access access, Duration time) {
        database.update(
                """
                        INSERT INTO totals (scope, generations, prompts, image_bytes, exact, similar, generated, generating, saved,
                            inspected, inspecting) VALUES (?, 0, 0, 0, 0, 0, 0, 0, 0, 1, ?)
                        ON CONFLICT (scope) DO UPDATE SET inspected = inspected + 1,
                            inspecting = inspecting + excluded.inspecting""",
                access.writeScope().name(), time.toMillis());
    }

    static Statistics.CheckCost cost(Database database, Access access) {
        ScopeList scopes = ScopeList.of(access);
        return database.first(row -> new Statistics.CheckCost(row.getLong(1), Duration.ofMillis(row.getLong(2))),
                "SELECT coalesce(sum(inspected), 0), coalesce(sum(inspecting), 0) FROM totals WHERE scope IN ("
                        + scopes.marks() + ")",
                scopes.and()).orElseThrow();
    }

    /** This image answered nothing. */
    static void forget(Database database, GenerationId id) {
        database.update("DELETE FROM answer WHERE id = ?", id.value());
        database.update("DELETE FROM inspection WHERE id = ?", id.value());
    }

    /**
     * Nothing answered these prompts.
     *
     * @param condition of the columns {@code scope} and {@code key}
     */
    static void forgetPrompts(Database database, String condition, Object... values) {
        database.update("DELETE FROM answer WHERE " + condition, values);
        database.update("DELETE FROM inspection WHERE " + condition, values);
    }
}
