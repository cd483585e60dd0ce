package io.dreamcacher.sqlite;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.generation.GenerationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** SQL on {@code removal}. */
final class RemovalTable {
    private RemovalTable() {}

    static void insert(Transaction transaction, GenerationId id) {
        long number = transaction.nextNumber();
        transaction.database().update("INSERT INTO removal (change, id) VALUES (?, ?)", number, id.value());
    }

    static void insert(Transaction transaction, Scope scope, PromptKey key) {
        long number = transaction.nextNumber();
        transaction.database()
                .update("INSERT INTO removal (change, scope, key) VALUES (?, ?, ?)", number, scope.name(),
                        key.value());
    }

    /** The generation is there again: the change that added it is all an index needs. */
    static void forget(Database database, GenerationId id) {
        database.update("DELETE FROM removal WHERE id = ?", id.value());
    }

    /** The prompt is there again: the change that put it is all an index needs. */
    static void forget(Database database, Scope scope, PromptKey key) {
        database.update("DELETE FROM removal WHERE scope = ? AND key = ?", scope.name(), key.value());
    }

    /** Prompts that were removed up to a change are not told of any more; of images only random names are. */
    static void forgetPrompts(Database database, long upTo) {
        database.update("DELETE FROM removal WHERE scope IS NOT NULL AND change <= ?", upTo);
    }

    static List<Change> changesAfter(Database database, long number, int limit) {
        return database.list(RemovalTable::removal,
                "SELECT change, id, scope, key FROM removal WHERE change > ? ORDER BY change LIMIT ?", number, limit);
    }

    private static Change removal(ResultSet row) throws SQLException {
        long number = row.getLong(1);
        String id = row.getString(2);
        if (id != null) {
            return new Change.GenerationDeleted(number, new GenerationId(id));
        }
        return new Change.PromptRemoved(number, new Scope(row.getString(3)), new PromptKey(row.getString(4)));
    }
}
