package io.dreamcacher.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The tables' version: SQLite's {@code user_version} is the number of migrations a file has been through, and its
 * {@code application_id} says that the file is a catalogue of ours. Migration n is the resource
 * {@code migration-n.sql}; one that was released is never changed.
 */
final class Schema {
    /** "DrCa" in ASCII. */
    static final int APPLICATION_ID = 0x44724361;

    /** The version this code reads and writes. */
    static final int VERSION = 8;

    private static final long MODELS_WITHOUT_PLACES = 5;

    private Schema() {}

    /** Makes the tables of an empty file, or brings older ones to this version; each migration is one transaction. */
    static void migrate(Database database) {
        for (long version = database.number("PRAGMA user_version"); version < VERSION; version++) {
            migrate(database, version + 1);
        }
    }

    private static void migrate(Database database, long version) {
        database.script("BEGIN IMMEDIATE;\n" + migration(version));
        if (version == MODELS_WITHOUT_PLACES) {
            RememberedModels.rename(database);
        }
        database.script("""
                PRAGMA application_id = %d;
                PRAGMA user_version = %d;
                COMMIT;
                """.formatted(APPLICATION_ID, version));
    }

    private static String migration(long version) {
        try (InputStream sql = Schema.class.getResourceAsStream("migration-" + version + ".sql")) {
            return new String(Objects.requireNonNull(sql, "every version has its migration").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses a file that is not a catalogue, or one of a version this code does not know. */
    static void check(Database database) {
        long application = database.number("PRAGMA application_id");
        if (application != APPLICATION_ID) {
            throw Failures.badData(
                    "%s must be a Dream Cacher catalogue (application id %d), but it is another SQLite file (%d); %s."
                            .formatted(database.file(), APPLICATION_ID, application, Failures.recover()));
        }
        long version = database.number("PRAGMA user_version");
        if (version < 1 || version > VERSION) {
            throw Failures.badData("""
                    The catalogue %s must have schema version %d or an older one, but has %d: a newer Dream Cacher \
                    wrote it; use that one, or %s.""".formatted(database.file(), VERSION, version, Failures.recover()));
        }
    }
}
