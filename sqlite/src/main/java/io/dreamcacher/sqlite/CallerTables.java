package io.dreamcacher.sqlite;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Right;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.CallerHistory;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.generation.GenerationId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** SQL on {@code seen} and {@code rejection}: what callers were shown and what they did not want. */
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

    static Set<GenerationId> rejected(Database database, Access access, PromptKey key) {
        ScopeList scopes = ScopeList.of(access);
        return ids(database.list(row -> row.getString(1),
                "SELECT id FROM rejection WHERE scope IN (" + scopes.marks() + ") AND key = ? AND caller IN (?, ?)",
                scopes.and(key.value(), EVERYBODY, access.caller().id())));
    }

    /** Nobody saw or rejected this image. */
    static void forget(Database database, GenerationId id) {
        database.update("DELETE FROM seen WHERE id = ?", id.value());
        database.update("DELETE FROM rejection WHERE id = ?", id.value());
    }

    /** Nobody rejected anything for this prompt. */
    static void forget(Database database, Scope scope, PromptKey key) {
        forgetRejections(database, "scope = ? AND key = ?", scope.name(), key.value());
    }

    static void forgetRejections(Database database, String condition, Object... values) {
        database.update("DELETE FROM rejection WHERE " + condition, values);
    }

    private static Set<GenerationId> ids(List<String> values) {
        return values.stream().map(GenerationId::new).collect(Collectors.toUnmodifiableSet());
    }
}
