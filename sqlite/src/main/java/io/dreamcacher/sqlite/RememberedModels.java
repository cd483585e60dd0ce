package io.dreamcacher.sqlite;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelLine;
import java.util.Optional;

/**
 * Models of images that were remembered when a model was still told of by where it lay, with precision and noise in its
 * name: each becomes a name and a fingerprint, and the way it computed gets columns of its own.
 */
final class RememberedModels {
    private RememberedModels() {}

    private record Row(String model, String fingerprint) {}

    static void rename(Database database) {
        database.list(row -> new Row(row.getString(1), row.getString(2)),
                "SELECT DISTINCT model, fingerprint FROM generation").forEach(row -> rename(database, row));
    }

    private static void rename(Database database, Row row) {
        line(row).filter(line -> !line.model().toString().equals(row.model))
                .ifPresent(line -> database.update(
                        "UPDATE generation SET model = ?, precision = ?, noise = ? WHERE model = ? AND fingerprint = ?",
                        line.model().toString(), line.rendering().precision(), line.rendering().noise(), row.model,
                        row.fingerprint));
    }

    /** A name nobody can read any more stays as it is. */
    private static Optional<ModelLine> line(Row row) {
        try {
            return Optional.of(ModelLine.remembered(row.model, new Fingerprint(row.fingerprint)));
        } catch (DreamCacherException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
