package io.dreamcacher.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.testkit.Samples;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaTest {
    /** What was known of a file until version 5; that it is a PNG went without saying. */
    private static final ImageDigest BEFORE_DIGESTS = new ImageDigest(MediaType.PNG, 1234, Optional.empty());

    @TempDir
    private Path folder;

    @Test
    void migrate_catalogueOfVersion1_keepsItsGenerationsWithNothingUnusual() {
        Path file = folder.resolve("catalogue.db");
        Samples samples = new Samples(2);
        Generation remembered = Stream.generate(() -> samples.generation(Scope.PUBLIC, "a boat"))
                .filter(made -> !made.recipe().flagged())
                .findFirst()
                .orElseThrow()
                .withFile(BEFORE_DIGESTS);
        try (SqliteCatalogue catalogue = SqliteCatalogue.create(file, Samples.IDENTITY)) {
            catalogue.add(Access.LOCAL, remembered, samples.vectors());
        }
        try (Database database = Database.open(file)) {
            database.script("""
                    ALTER TABLE generation DROP COLUMN media_type;
                    ALTER TABLE generation DROP COLUMN sha256;
                    ALTER TABLE memory DROP COLUMN checked_to;
                    ALTER TABLE generation DROP COLUMN conditioning;
                    ALTER TABLE generation DROP COLUMN flagged;
                    ALTER TABLE generation DROP COLUMN negative_given;
                    ALTER TABLE generation DROP COLUMN precision;
                    ALTER TABLE generation DROP COLUMN noise;
                    ALTER TABLE generation DROP COLUMN safety;
                    ALTER TABLE generation DROP COLUMN revised_prompt;
                    ALTER TABLE generation DROP COLUMN caller;
                    ALTER TABLE memory DROP COLUMN counted;
                    DROP INDEX prompt_by_count;
                    ALTER TABLE prompt DROP COLUMN counted;
                    DROP TABLE rejection;
                    DROP INDEX seen_by_id;
                    DROP TABLE judgement;
                    DROP TABLE answer;
                    DROP TABLE inspection;
                    ALTER TABLE totals DROP COLUMN inspected;
                    ALTER TABLE totals DROP COLUMN inspecting;
                    ALTER TABLE generation DROP COLUMN refined_from;
                    ALTER TABLE generation DROP COLUMN refined_step;
                    ALTER TABLE generation DROP COLUMN refined_seed;
                    ALTER TABLE totals DROP COLUMN refined;
                    CREATE TABLE rejection (scope TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL,
                        PRIMARY KEY (scope, key, id)) STRICT, WITHOUT ROWID;
                    INSERT INTO rejection VALUES ('public', 'a ship', '%s');
                    PRAGMA user_version = 1""".formatted(remembered.id()));
        }

        try (SqliteCatalogue catalogue = SqliteCatalogue.open(file)) {
            assertThat(catalogue.byId(Access.LOCAL, remembered.id())).contains(remembered);
            assertThat(catalogue.rejected(Access.in(Scope.PUBLIC, new Caller("anybody")), PromptKey.of("a ship")))
                    .containsExactly(remembered.id());
            assertThat(remembered.recipe().settings().conditioning()).isEqualTo(Conditioning.NONE);
        }
    }

    /** Until version 5 a model was told of by where it lay, with the way it computed in its name. */
    @Test
    void migrate_modelsToldOfByTheirPlaces_areToldOfByNameAndFingerprint() {
        Path file = folder.resolve("catalogue.db");
        Samples samples = new Samples(3);
        Generation remembered = samples.generation(Scope.PUBLIC, "a boat");
        try (SqliteCatalogue catalogue = SqliteCatalogue.create(file, Samples.IDENTITY)) {
            catalogue.add(Access.LOCAL, remembered, samples.vectors());
        }
        try (Database database = Database.open(file)) {
            database.script("""
                    ALTER TABLE generation DROP COLUMN media_type;
                    ALTER TABLE generation DROP COLUMN sha256;
                    ALTER TABLE memory DROP COLUMN checked_to;
                    DROP INDEX seen_by_id;
                    DROP TABLE judgement;
                    DROP TABLE answer;
                    DROP TABLE inspection;
                    ALTER TABLE totals DROP COLUMN inspected;
                    ALTER TABLE totals DROP COLUMN inspecting;
                    ALTER TABLE generation DROP COLUMN refined_from;
                    ALTER TABLE generation DROP COLUMN refined_step;
                    ALTER TABLE generation DROP COLUMN refined_seed;
                    ALTER TABLE totals DROP COLUMN refined;
                    DROP INDEX rejection_by_id;
                    UPDATE generation SET model = '/home/me/tiny?lora=/l/style.safetensors:0.7&precision=fast';
                    ALTER TABLE generation DROP COLUMN precision;
                    ALTER TABLE generation DROP COLUMN noise;
                    ALTER TABLE generation DROP COLUMN safety;
                    ALTER TABLE generation DROP COLUMN revised_prompt;
                    PRAGMA user_version = 4""");
        }

        try (SqliteCatalogue catalogue = SqliteCatalogue.open(file)) {
            Generation found = catalogue.byId(Access.LOCAL, remembered.id()).orElseThrow();
            assertThat(found.recipe().model()).hasToString("tiny#ffffffffffff?lora=style.safetensors:0.7");
            assertThat(found.recipe().settings().rendering().precision()).contains("fast");
            assertThat(catalogue.byKey(Access.LOCAL, remembered.recipe().identity().key()))
                    .as("its key is what it was")
                    .contains(found);
        }
    }
}
