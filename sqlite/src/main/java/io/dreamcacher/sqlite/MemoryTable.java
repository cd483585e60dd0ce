package io.dreamcacher.sqlite;

import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.model.ModelRef;

/** SQL on {@code memory}. */
final class MemoryTable {
    private MemoryTable() {}

    static void insert(Database database, MemoryIdentity identity) {
        EncoderDescription encoder = identity.encoder();
        database.update("""
                INSERT INTO memory (one, clip, encoder, fingerprint, prompt_dimension, joint_dimension, pooling)
                VALUES (1, ?, ?, ?, ?, ?, ?)""", identity.clip().toString(), encoder.name(), encoder.fingerprint(),
                encoder.promptDimension(), encoder.jointDimension(), encoder.pooling().name());
    }

    static MemoryIdentity identity(Database database) {
        return database.first(
                row -> new MemoryIdentity(clip(row.getString(1)),
                        new EncoderDescription(row.getString(2), row.getString(3), row.getInt(4), row.getInt(5),
                                Pooling.valueOf(row.getString(6)))),
                "SELECT clip, encoder, fingerprint, prompt_dimension, joint_dimension, pooling FROM memory")
                .orElseThrow(() -> Failures.badData(
                        "The catalogue %s must say which CLIP it was made for, but does not; %s."
                                .formatted(database.file(), Failures.recover())));
    }

    /** Until version 6 a CLIP was told of by where it lay; what signs mean in a name they did not mean in a place. */
    private static ModelRef clip(String text) {
        ModelRef.Part place = ModelRef.Part.of(text);
        return place.withoutPlace().equals(place) ? ModelRef.remembered(text) : ModelRef.of(place);
    }

    static void callClip(Database database, ModelRef name) {
        database.update("UPDATE memory SET clip = ?, encoder = ?", name.toString(), name.toString());
    }

    static String checkedTo(Database database) {
        return database.first(row -> row.getString(1), "SELECT checked_to FROM memory").orElseThrow();
    }

    static void checkedTo(Database database, String position) {
        database.update("UPDATE memory SET checked_to = ?", position);
    }

    static ChangeLog.Position end(Database database) {
        return database.first(row -> new ChangeLog.Position(row.getLong(1), row.getLong(2)),
                "SELECT change, counted FROM memory").orElseThrow();
    }

    static void end(Database database, ChangeLog.Position end) {
        database.update("UPDATE memory SET change = ?, counted = ?", end.change(), end.uses());
    }
}
