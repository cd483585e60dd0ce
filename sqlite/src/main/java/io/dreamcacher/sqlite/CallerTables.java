package io.dreamcacher.sqlite;

import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.generation.GenerationId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** SQL on {@code seen} and {@code rejection}: what callers were shown and what they did not want. */
final class CallerTables {
    private CallerTables() {}

    static void see(Database database, Caller caller, GenerationId id) {
        database.update("""
                INSERT INTO seen (caller, id, position)
                VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM seen WHERE caller = ?1))
                ON CONFLICT (caller, id) DO UPDATE SET position = excluded.position""", caller.id(), id.value());
        database.update("""
                DELETE FROM seen WHERE caller = ?1 AND position <=
                    (SELECT position FROM seen WHERE caller = ?1 ORDER BY position DESC LIMIT 1 OFFSET ?2)""",
                caller.id(), Catalogue.REMEMBERED_AS_SEEN);
    }

    static Set<GenerationId> seen(Database database, Caller caller) {
        return ids(database.list(row -> row.getString(1), "SELECT id FROM seen WHERE caller = ?", caller.id()));
    }

    static void reject(Database database, Scope scope, PromptKey key, GenerationId id) {
        database.update("INSERT OR IGNORE INTO rejection (scope, key, id) VALUES (?, ?, ?)", scope.name(), key.value(),
                id.value());
    }

    static Set<GenerationId> rejected(Database database, Scope scope, PromptKey key) {
        return ids(database.list(row -> row.getString(1), "SELECT id FROM rejection WHERE scope = ? AND key = ?",
                scope.name(), key.value()));
    }

    private static Set<GenerationId> ids(List<String> values) {
        return values.stream().map(GenerationId::new).collect(Collectors.toUnmodifiableSet());
    }
}
