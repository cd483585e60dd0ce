package io.dreamcacher.sqlite;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Right;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.catalogue.ForgetTarget.Extent;
import io.dreamcacher.catalogue.Generations.Forgotten;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SQL that takes everything of a prompt, an image, a model or a scope out of all tables, a piece at a time. */
final class ForgottenRows {
    private final Access access;
    private final ForgetTarget what;

    ForgottenRows(Access access, ForgetTarget what) {
        this.access = access;
        this.what = what;
    }

    Extent extent(Database database) {
        return scopes().stream().map(scope -> extent(database, scope)).reduce(Extent.NOTHING, Extent::plus);
    }

    private Extent extent(Database database, Scope scope) {
        Condition of = condition("g.", scope);
        Extent images = database.first(row -> new Extent(row.getLong(1), row.getLong(2), 0),
                "SELECT count(*), coalesce(sum(size_bytes), 0) FROM generation g WHERE " + of.sql, of.values())
                .orElseThrow();
        return images.plus(new Extent(0, 0, prompts(database, scope)));
    }

    private long prompts(Database database, Scope scope) {
        Optional<Condition> bare = prompts(scope);
        if (bare.isPresent()) {
            return count(database, "SELECT count(*) FROM prompt WHERE " + bare.get().sql, bare.get().values());
        }
        Condition of = condition("g.", scope);
        List<Object> values = new ArrayList<>();
        values.add(scope.name());
        values.addAll(of.list);
        values.addAll(of.list);
        return count(database, """
                SELECT count(*) FROM prompt p WHERE p.scope = ?
                    AND p.picture IN (SELECT g.id FROM generation g WHERE %1$s)
                    AND NOT EXISTS (SELECT 1 FROM generation g
                        WHERE g.scope = p.scope AND g.prompt_key = p.key AND NOT (%1$s))""".formatted(of.sql),
                values.toArray());
    }

    private static long count(Database database, String sql, Object... values) {
        return database.first(row -> row.getLong(1), sql, values).orElseThrow();
    }

    /** The next piece. */
    Forgotten next(Transaction transaction, int most) {
        Database database = transaction.database();
        List<PromptKey> prompts = new ArrayList<>();
        List<Generation> generations = new ArrayList<>();
        for (Scope scope : scopes()) {
            Condition of = condition("", scope);
            GenerationTable.where(database, of.sql, most - generations.size(), of.values())
                    .forEach(generations::add);
        }
        for (Generation generation : generations) {
            forget(transaction, generation, prompts);
        }
        if (generations.isEmpty()) {
            scopes().forEach(scope -> forgetPrompts(transaction, scope, most - prompts.size(), prompts));
        }
        return new Forgotten(generations, prompts);
    }

    private static void forget(Transaction transaction, Generation generation, List<PromptKey> gone) {
        Database database = transaction.database();
        GenerationId id = generation.id();
        List<RememberedPrompt> answered = PromptTable.answeredBy(database, id);
        RemovalTable.insert(transaction, id);
        RememberedPrompts.lostImage(transaction, id);
        GenerationTable.delete(database, id);
        TotalsTable.deleted(database, generation);
        CallerTables.forget(database, id);
        for (RememberedPrompt prompt : answered) {
            if (PromptTable.find(database, prompt.scope(), prompt.key()).isEmpty()) {
                CallerTables.forget(database, prompt.scope(), prompt.key());
                gone.add(prompt.key());
            }
        }
    }

    private void forgetPrompts(Transaction transaction, Scope scope, int most, List<PromptKey> gone) {
        Optional<Condition> of = prompts(scope);
        if (of.isEmpty()) {
            return;
        }
        Database database = transaction.database();
        for (RememberedPrompt prompt : PromptTable.where(database, of.get().sql, most, of.get().values())) {
            PromptTable.delete(transaction, prompt);
            TotalsTable.prompts(database, scope, -1);
            gone.add(prompt.key());
        }
        CallerTables.forgetPrompts(database, of.get().sql, of.get().values());
    }

    /** Where something may be forgotten. */
    private List<Scope> scopes() {
        List<Scope> scopes = access.has(Right.ADMINISTER) ? access.sortedReadScopes() : List.of(access.writeScope());
        return what instanceof ForgetTarget.OfScope(Scope scope)
                ? scopes.stream().filter(scope::equals).toList()
                : scopes;
    }

    /**
     * A condition and the values of its question marks.
     *
     * @param sql of columns of one table
     * @param list the values
     */
    private record Condition(String sql, List<Object> list) {
        Object[] values() {
            return list.toArray();
        }
    }

    private Condition condition(String table, Scope scope) {
        List<Object> values = new ArrayList<>(List.of(scope.name()));
        String sql = table + "scope = ?" + switch (what) {
            case ForgetTarget.OfPrompt prompt -> and(table + "prompt_key = ?", prompt.key().value(), values);
            case ForgetTarget.OfImage(GenerationId id) -> and(table + "id = ?", id.value(), values);
            case ForgetTarget.OfModel(String name) -> and(table + "model = ?", name, values);
            case ForgetTarget.OfScope all -> "";
        };
        return new Condition(
                access.has(Right.ADMINISTER) ? sql : sql + and(table + "caller = ?", access.caller().id(), values),
                values);
    }

    private static String and(String condition, Object value, List<Object> values) {
        values.add(value);
        return " AND " + condition;
    }

    /** The prompts themselves; none where only images, or only one's own, are meant. */
    private Optional<Condition> prompts(Scope scope) {
        if (!access.has(Right.ADMINISTER)) {
            return Optional.empty();
        }
        return switch (what) {
            case ForgetTarget.OfPrompt prompt -> Optional.of(
                    new Condition("scope = ? AND key = ?", List.of(scope.name(), prompt.key().value())));
            case ForgetTarget.OfScope all -> Optional.of(new Condition("scope = ?", List.of(scope.name())));
            case ForgetTarget.OfImage image -> Optional.empty();
            case ForgetTarget.OfModel model -> Optional.empty();
        };
    }
}
