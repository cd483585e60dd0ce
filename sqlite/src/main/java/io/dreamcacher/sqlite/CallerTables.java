package io.dreamcacher.sqlite;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Right;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.CallerHistory;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.generation.GenerationId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** SQL on {@code seen}, {@code rejection} and {@code judgement}: what callers were shown, and what they said of it. */
final class CallerTables {
    /** No caller's id: those are not empty. */
    private static final String EVERYBODY = "";

    private CallerTables() {}

    static void see(Database database, Caller caller, GenerationId id) {
        database.update("""
                INSERT INTO seen (caller, id, position)
                VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM seen WHERE caller = ?1))
                ON CONFLICT (caller, id) DO UPDATE SET position = excluded.position""", caller.id(), id.value());
        database.update("""
                DELETE FROM seen WHERE caller = ?1 AND position <=
                    (SELECT position FROM seen WHERE caller = ?1 ORDER BY position DESC LIMIT 1 OFFSET ?2)""",
                caller.id(), CallerHistory.REMEMBERED_AS_SEEN);
    }

    static Set<GenerationId> seen(Database database, Caller caller) {
        return ids(database.list(row -> row.getString(1), "SELECT id FROM seen WHERE caller = ?", caller.id()));
    }

    static void reject(Database database, Access access, PromptKey key, GenerationId id) {
        database.update("INSERT OR IGNORE INTO rejection (scope, key, id, caller) VALUES (?, ?, ?, ?)",
                access.writeScope().name(), key.value(), id.value(),
                access.has(Right.ADMINISTER) ? EVERYBODY : access.caller().id());
    }

    static CallerHistory.Opinions opinions(Database database, Access access, PromptKey key) {
        ScopeList scopes = ScopeList.of(access);
        Map<GenerationId, Double> accepted = new HashMap<>();
        database.list(
                row -> Map.entry(new GenerationId(row.getString(1)), row.getDouble(2)),
                "SELECT id, similarity FROM judgement WHERE scope IN (" + scopes.marks()
                        + ") AND key = ? AND caller IN (?, ?) AND good AND similarity IS NOT NULL",
                scopes.and(key.value(), EVERYBODY, access.caller().id()))
                .forEach(one -> accepted.put(one.getKey(), one.getValue()));
        Set<GenerationId> rejected = rejected(database, access, key);
        accepted.keySet().removeAll(rejected);
        return new CallerHistory.Opinions(rejected, accepted);
    }

    private static Set<GenerationId> rejected(Database database, Access access, PromptKey key) {
        ScopeList scopes = ScopeList.of(access);
        return ids(database.list(row -> row.getString(1),
                "SELECT id FROM rejection WHERE scope IN (" + scopes.marks() + ") AND key = ? AND caller IN (?, ?)",
                scopes.and(key.value(), EVERYBODY, access.caller().id())));
    }

    static void judge(Database database, Access access, Instant at, Statistics.Verdict verdict) {
        String caller = access.has(Right.ADMINISTER) ? EVERYBODY : access.caller().id();
        Object[] which = {access.writeScope().name(), verdict.prompt().value(), verdict.image().value(), caller};
        database.update("DELETE FROM judgement WHERE scope = ? AND key = ? AND id = ? AND caller = ?", which);
        database.update(
                "INSERT INTO judgement (scope, key, id, caller, kind, good, at, similarity) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                which[0], which[1], which[2], which[3], verdict.kind().name(), verdict.good(), at.toEpochMilli(),
                verdict.similarity().stream().boxed().findFirst());
        if (verdict.good()) {
            database.update("DELETE FROM rejection WHERE scope = ? AND key = ? AND id = ? AND caller = ?", which);
        } else {
            reject(database, access, verdict.prompt(), verdict.image());
        }
    }

    static List<Statistics.Judgement> judgements(Database database, Access access, long after, int limit) {
        ScopeList scopes = ScopeList.of(access);
        return database.list(
                row -> new Statistics.Judgement(row.getLong(1), new Scope(row.getString(2)),
                        Instant.ofEpochMilli(row.getLong(3)),
                        new Statistics.Verdict(new PromptKey(row.getString(4)), new GenerationId(row.getString(5)),
                                Statistics.Verdict.Kind.valueOf(row.getString(6)), row.getBoolean(7),
                                AnswerTables.real(row, 8))),
                "SELECT number, scope, at, key, id, kind, good, similarity FROM judgement WHERE scope IN ("
                        + scopes.marks()
                        + ") AND number > ? ORDER BY number LIMIT ?",
                scopes.and(after, limit));
    }

    static Statistics.Judged judged(Database database, Access access) {
        return new Statistics.Judged(verdicts(database, access, Statistics.Verdict.Kind.OWN),
                verdicts(database, access, Statistics.Verdict.Kind.SIMILAR),
                verdicts(database, access, Statistics.Verdict.Kind.REFINED));
    }

    private static Statistics.Verdicts verdicts(Database database, Access access, Statistics.Verdict.Kind kind) {
        ScopeList scopes = ScopeList.of(access);
        return database.first(row -> new Statistics.Verdicts(row.getLong(1), row.getLong(2)),
                "SELECT count(*) FILTER (WHERE good), count(*) FILTER (WHERE NOT good) FROM judgement WHERE scope IN ("
                        + scopes.marks() + ") AND kind = ?",
                scopes.and(kind.name())).orElseThrow();
    }

    /** Nobody saw, rejected or judged this image. */
    static void forget(Database database, GenerationId id) {
        database.update("DELETE FROM seen WHERE id = ?", id.value());
        database.update("DELETE FROM rejection WHERE id = ?", id.value());
        database.update("DELETE FROM judgement WHERE id = ?", id.value());
        AnswerTables.forget(database, id);
    }

    /** Nobody rejected or judged anything for this prompt. */
    static void forget(Database database, Scope scope, PromptKey key) {
        forgetPrompts(database, "scope = ? AND key = ?", scope.name(), key.value());
    }

    /** @param condition of the columns {@code scope} and {@code key} */
    static void forgetPrompts(Database database, String condition, Object... values) {
        database.update("DELETE FROM rejection WHERE " + condition, values);
        database.update("DELETE FROM judgement WHERE " + condition, values);
        AnswerTables.forgetPrompts(database, condition, values);
    }

    private static Set<GenerationId> ids(List<String> values) {
        return values.stream().map(GenerationId::new).collect(Collectors.toUnmodifiableSet());
    }
}
