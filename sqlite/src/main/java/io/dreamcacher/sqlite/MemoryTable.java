package io.dreamcacher.sqlite;

import io.dreamcacher.catalogue.LogPosition;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;

/** SQL on {@code memory}. */
final class MemoryTable {
    private MemoryTable() {}

    static void insert(Database database, MemoryIdentity identity) {
        EncoderDescription encoder = identity.encoder();
        database.update("""
                INSERT INTO memory (one, clip, encoder, fingerprint, prompt_dimension, joint_dimension, pooling)
                VALUES (1, ?, ?, ?, ?, ?, ?)""", identity.clip(), encoder.name(), encoder.fingerprint(),
                encoder.promptDimension(), encoder.jointDimension(), encoder.pooling().name());
    }

    static MemoryIdentity identity(Database database) {
        return database.first(
                row -> new MemoryIdentity(row.getString(1),
                        new EncoderDescription(row.getString(2), row.getString(3), row.getInt(4), row.getInt(5),
                                Pooling.valueOf(row.getString(6)))),
                "SELECT clip, encoder, fingerprint, prompt_dimension, joint_dimension, pooling FROM memory")
                .orElseThrow(() -> Failures.badData(
                        "The catalogue %s must say which CLIP it was made for, but does not; %s."
                                .formatted(database.file(), Failures.recover())));
    }

    static String checkedTo(Database database) {
        return database.first(row -> row.getString(1), "SELECT checked_to FROM memory").orElseThrow();
    }

    static void checkedTo(Database database, String position) {
        database.update("UPDATE memory SET checked_to = ?", position);
    }

    static LogPosition end(Database database) {
        return database.first(row -> new LogPosition(row.getLong(1), row.getLong(2)),
                "SELECT change, counted FROM memory").orElseThrow();
    }

    static void end(Database database, LogPosition end) {
        database.update("UPDATE memory SET change = ?, counted = ?", end.change(), end.uses());
    }
}
