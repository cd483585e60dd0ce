package io.dreamcacher.sqlite;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.GenerationCursor;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** SQL on {@code generation}, {@code vectors} and {@code deletion}. */
final class GenerationTable {
    private static final String COLUMNS = """
            id, scope, key, settings_key, prompt, prompt_cut, model, fingerprint, negative_prompt, width, height, steps,
            guidance_scale, scheduler, seed, created_at, took, size_bytes, conditioning, flagged, negative_given,
            precision, noise, safety, revised_prompt, media_type, sha256, refined_from, refined_step, refined_seed""";

    /** One more than {@link #COLUMNS} has. */
    private static final int AFTER_COLUMNS = 31;

    private static final String SELECT = "SELECT " + COLUMNS + " FROM generation ";

    /** Goes on in the index {@code generation_by_age} where the cursor stands. */
    static final String NEWEST_BEFORE = SELECT
            + "WHERE scope = ? AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?";

    private GenerationTable() {}

    static void insert(Transaction transaction, Generation generation, GenerationVectors vectors, Caller caller) {
        long number = transaction.nextNumber();
        Database database = transaction.database();
        insert(database, number, generation, caller);
        database.update("INSERT INTO vectors (change, prompt, joint_text, joint_image) VALUES (?, ?, ?, ?)", number,
                VectorBytes.of(vectors.prompt()), vectors.joint().map(joint -> VectorBytes.of(joint.text())),
                vectors.joint().map(joint -> VectorBytes.of(joint.image())));
        RemovalTable.forget(database, generation.id());
    }

    private static void insert(Database database, long number, Generation generation, Caller caller) {
        Recipe recipe = generation.recipe();
        GenerationSettings settings = recipe.settings();
        database.update(
                "INSERT INTO generation (" + COLUMNS + ", prompt_key, caller, change)"
                        + " VALUES (?" + ", ?".repeat(AFTER_COLUMNS + 1) + ")",
                generation.id().value(), generation.scope().name(), recipe.identity().key(),
                recipe.identity().settingsKey(), recipe.prompt(), recipe.words().cut(), recipe.model().toString(),
                recipe.model().fingerprint().sha256(), settings.negativePrompt().orElse(""), settings.size().width(),
                settings.size().height(),
                boxed(settings.steps()), boxed(settings.guidanceScale()), settings.scheduler(), boxed(recipe.seed()),
                generation.createdAt().toEpochMilli(), generation.took().toMillis(), generation.file().sizeBytes(),
                settings.conditioning().text(), recipe.flagged(), settings.negativePrompt().isPresent(),
                settings.rendering().precision(), settings.rendering().noise(),
                settings.rendering().safety().map(Safety::shortName), recipe.words().revised(),
                generation.file().type().value(), generation.file().sha256(),
                recipe.refinement().map(refined -> refined.source().value()),
                recipe.refinement().map(Recipe.Refinement::step),
                recipe.refinement().flatMap(refined -> boxed(refined.seed())),
                PromptKey.of(recipe.prompt()).value(), caller.id(), number);
    }

    /** Whether a generation has this name, or had it and its image may still be there. */
    static boolean isTaken(Database database, GenerationId id) {
        return scopeOf(database, id).isPresent()
                || database.first(row -> true, "SELECT 1 FROM deletion WHERE id = ?", id.value()).isPresent();
    }

    static Optional<Scope> scopeOf(Database database, GenerationId id) {
        return database.first(row -> new Scope(row.getString(1)), "SELECT scope FROM generation WHERE id = ?",
                id.value());
    }

    static Optional<Generation> byId(Database database, Access access, GenerationId id) {
        ScopeList scopes = ScopeList.of(access);
        return database.first(GenerationTable::generation,
                SELECT + "WHERE +scope IN (" + scopes.marks() + ") AND id = ?", scopes.and(id.value()));
    }

    /** Whether this caller had it made. */
    static boolean isOwn(Database database, Access access, GenerationId id) {
        return database.first(row -> true, "SELECT 1 FROM generation WHERE id = ? AND caller = ?", id.value(),
                access.caller().id()).isPresent();
    }

    /** Names its index, because SQLite would rather walk the whole scope by age than sort the few rows of one key. */
    static List<Generation> byKey(Database database, Access access, String key) {
        ScopeList scopes = ScopeList.of(access);
        return database.list(GenerationTable::generation, SELECT + "INDEXED BY generation_by_key WHERE scope IN ("
                + scopes.marks() + ") AND key = ? ORDER BY created_at, id", scopes.and(key));
    }

    static List<Generation> newest(Database database, Scope scope, int limit) {
        return database.list(GenerationTable::generation,
                SELECT + "WHERE scope = ? ORDER BY created_at DESC, id DESC LIMIT ?", scope.name(), limit);
    }

    static List<Generation> newest(Database database, Scope scope, GenerationCursor before, int limit) {
        return database.list(GenerationTable::generation, NEWEST_BEFORE, scope.name(),
                before.createdAt().toEpochMilli(), before.id().value(), limit);
    }

    static Optional<GenerationId> newestOfPrompt(Database database, Scope scope, PromptKey key, GenerationId except) {
        return database.first(row -> new GenerationId(row.getString(1)), """
                SELECT id FROM generation WHERE scope = ? AND prompt_key = ? AND id <> ?
                ORDER BY created_at DESC, id DESC LIMIT 1""", scope.name(), key.value(), except.value());
    }

    /** Some rows of which a condition holds, in no order: sorting all of them for each piece would cost their square. */
    static List<Generation> where(Database database, String condition, int limit, Object... values) {
        Object[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = limit;
        return database.list(GenerationTable::generation, SELECT + "WHERE " + condition + " LIMIT ?",
                all);
    }

    static List<Generation> page(Database database, String afterId, int limit) {
        return database.list(GenerationTable::generation, SELECT + "WHERE id > ? ORDER BY id LIMIT ?", afterId, limit);
    }

    static List<Change> changesAfter(Database database, long number, int limit) {
        return database.list(
                row -> new Change.GenerationAdded(row.getLong(AFTER_COLUMNS), generation(row),
                        vectors(row, AFTER_COLUMNS + 1)),
                "SELECT " + COLUMNS + """
                        , change, v.prompt_vector, v.joint_text, v.joint_image
                        FROM generation
                        JOIN (SELECT change, prompt AS prompt_vector, joint_text, joint_image FROM vectors) v
                        USING (change) WHERE change > ? ORDER BY change LIMIT ?""", number, limit);
    }

    static void digested(Database database, GenerationId id, ImageDigest file) {
        file.sha256()
                .ifPresent(sha256 -> database.update("""
                        UPDATE generation SET sha256 = ?
                        WHERE id = ? AND sha256 IS NULL AND media_type = ? AND size_bytes = ?""", sha256, id.value(),
                        file.type().value(), file.sizeBytes()));
    }

    /** Moves a generation to the deletions; no prompt may refer to it any more. */
    static void delete(Database database, GenerationId id) {
        database.update("DELETE FROM generation WHERE id = ?", id.value());
        database.update("INSERT INTO deletion (id) VALUES (?)", id.value());
    }

    static List<GenerationId> deletions(Database database) {
        return database.list(row -> new GenerationId(row.getString(1)), "SELECT id FROM deletion ORDER BY id");
    }

    static void deleted(Database database, GenerationId id) {
        database.update("DELETE FROM deletion WHERE id = ?", id.value());
    }

    private static Generation generation(ResultSet row) throws SQLException {
        RequestIdentity identity = new RequestIdentity(row.getString(3), row.getString(4));
        GenerationSettings settings = new GenerationSettings(
                row.getBoolean(21) ? Optional.of(row.getString(9)) : Optional.empty(),
                new ImageSize(row.getInt(10), row.getInt(11)),
                steps(row), guidanceScale(row), Optional.ofNullable(row.getString(14)),
                Conditioning.parse(row.getString(19)), rendering(row));
        Recipe.Words words = new Recipe.Words(row.getString(5), row.getBoolean(6),
                Optional.ofNullable(row.getString(25)));
        Recipe recipe = new Recipe(identity, words,
                new ModelIdentity(ModelRef.remembered(row.getString(7)), new Fingerprint(row.getString(8))), settings,
                seed(row),
                row.getBoolean(20), refinement(row));
        return new Generation(new GenerationId(row.getString(1)), new Scope(row.getString(2)), recipe,
                Instant.ofEpochMilli(row.getLong(16)), Duration.ofMillis(row.getLong(17)), file(row));
    }

    private static ImageDigest file(ResultSet row) throws SQLException {
        return new ImageDigest(MediaType.of(row.getString(26)).orElseThrow(), row.getLong(18),
                Optional.ofNullable(row.getString(27)));
    }

    private static Optional<Recipe.Refinement> refinement(ResultSet row) throws SQLException {
        String source = row.getString(28);
        if (source == null) {
            return Optional.empty();
        }
        int step = row.getInt(29);
        long seed = row.getLong(30);
        return Optional.of(new Recipe.Refinement(new GenerationId(source), step,
                row.wasNull() ? OptionalLong.empty() : OptionalLong.of(seed)));
    }

    private static Rendering rendering(ResultSet row) throws SQLException {
        return new Rendering(Optional.ofNullable(row.getString(22)), Optional.ofNullable(row.getString(23)),
                Optional.ofNullable(row.getString(24)).flatMap(Safety::named));
    }

    private static OptionalInt steps(ResultSet row) throws SQLException {
        int steps = row.getInt(12);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(steps);
    }

    private static OptionalDouble guidanceScale(ResultSet row) throws SQLException {
        double scale = row.getDouble(13);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(scale);
    }

    private static OptionalLong seed(ResultSet row) throws SQLException {
        long seed = row.getLong(15);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    private static Optional<Integer> boxed(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    /** Of the prompt an image was made of; empty when there is no such image. */
    static Optional<Embedding> promptVector(Database database, GenerationId id) {
        return database.first(row -> VectorBytes.embedding(row.getBytes(1)),
                "SELECT v.prompt FROM generation g JOIN vectors v ON v.change = g.change WHERE g.id = ?", id.value());
    }

    private static GenerationVectors vectors(ResultSet row, int column) throws SQLException {
        byte[] text = row.getBytes(column + 1);
        Optional<GenerationVectors.Joint> joint = text == null
                ? Optional.empty()
                : Optional.of(new GenerationVectors.Joint(VectorBytes.embedding(text),
                        VectorBytes.embedding(row.getBytes(column + 2))));
        return new GenerationVectors(VectorBytes.embedding(row.getBytes(column)), joint);
    }
}
