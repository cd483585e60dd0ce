package io.dreamcacher.sqlite;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.generation.GenerationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** SQL on {@code prompt}. */
final class PromptTable {
    private static final String SELECT = "SELECT scope, key, text, uses, vector, picture, change FROM prompt ";

    private PromptTable() {}

    static Optional<RememberedPrompt> find(Database database, Scope scope, PromptKey key) {
        return database.first(PromptTable::prompt, SELECT + "WHERE scope = ? AND key = ?", scope.name(), key.value());
    }

    /** Prompts of a scope in order of their keys. */
    static List<RememberedPrompt> page(Database database, Scope scope, Optional<PromptKey> after, int limit) {
        String from = after.isPresent() ? "key > ?" : "key >= ?"; // the first key may be empty
        return database.list(PromptTable::prompt, SELECT + "WHERE scope = ? AND " + from + " ORDER BY key LIMIT ?",
                scope.name(), after.map(PromptKey::value).orElse(""), limit);
    }

    static List<RememberedPrompt> answeredBy(Database database, GenerationId image) {
        return database.list(PromptTable::prompt, SELECT + "WHERE picture = ? ORDER BY change", image.value());
    }

    /** Some rows of which a condition holds, in no order: sorting all of them for each piece would cost their square. */
    static List<RememberedPrompt> where(Database database, String condition, int limit, Object... values) {
        Object[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = limit;
        return database.list(PromptTable::prompt, SELECT + "WHERE " + condition + " LIMIT ?", all);
    }

    static List<Change> changesAfter(Database database, long number, int limit) {
        return database.list(row -> new Change.PromptPut(row.getLong(7), prompt(row)),
                SELECT + "WHERE change > ? ORDER BY change LIMIT ?", number, limit);
    }

    /** Adds a prompt. */
    static void insert(Transaction transaction, RememberedPrompt prompt) {
        long number = transaction.nextNumber();
        Database database = transaction.database();
        database.update(
                "INSERT INTO prompt (scope, key, text, uses, vector, picture, change) VALUES (?, ?, ?, ?, ?, ?, ?)",
                prompt.scope().name(), prompt.key().value(), prompt.text(), prompt.uses(),
                VectorBytes.of(prompt.vector()), prompt.image().map(GenerationId::value), number);
        RemovalTable.forget(database, prompt.scope(), prompt.key());
    }

    /** Writes what may change of a prompt: its uses and image. */
    static void update(Transaction transaction, RememberedPrompt prompt) {
        long number = transaction.nextNumber();
        transaction.database()
                .update("UPDATE prompt SET uses = ?, picture = ?, change = ? WHERE scope = ? AND key = ?",
                        prompt.uses(), prompt.image().map(GenerationId::value), number, prompt.scope().name(),
                        prompt.key().value());
    }

    /** Counts a use, which is no change. */
    static void count(Transaction transaction, RememberedPrompt prompt) {
        transaction.database()
                .update("UPDATE prompt SET uses = ?, counted = ? WHERE scope = ? AND key = ?", prompt.uses() + 1,
                        transaction.nextCount(), prompt.scope().name(), prompt.key().value());
    }

    static List<ChangeLog.PromptUses> usesAfter(Database database, long number, int limit) {
        return database.list(
                row -> new ChangeLog.PromptUses(row.getLong(1), new Scope(row.getString(2)),
                        new PromptKey(row.getString(3)),
                        row.getLong(4)),
                "SELECT counted, scope, key, uses FROM prompt WHERE counted > ? AND counted > 0 ORDER BY counted LIMIT ?",
                number, limit);
    }

    static void delete(Transaction transaction, RememberedPrompt prompt) {
        transaction.database()
                .update("DELETE FROM prompt WHERE scope = ? AND key = ?", prompt.scope().name(),
                        prompt.key().value());
        RemovalTable.insert(transaction, prompt.scope(), prompt.key());
    }

    private static RememberedPrompt prompt(ResultSet row) throws SQLException {
        Optional<GenerationId> image = Optional.ofNullable(row.getString(6)).map(GenerationId::new);
        return new RememberedPrompt(new Scope(row.getString(1)), new PromptKey(row.getString(2)), row.getString(3),
                row.getLong(4), VectorBytes.embedding(row.getBytes(5)), image);
    }
}
