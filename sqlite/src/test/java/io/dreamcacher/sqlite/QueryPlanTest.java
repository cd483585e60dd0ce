package io.dreamcacher.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.testkit.Samples;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers may ask as often as they like reads a few rows of an index, however many there are. */
final class QueryPlanTest {
    @TempDir
    private Path folder;

    @Test
    void newestBefore_anywhere_goesOnInTheIndexAndSortsNothing() {
        Path file = folder.resolve("catalogue.db");
        SqliteCatalogue.create(file, Samples.IDENTITY).close();
        try (Database database = Database.open(file)) {
            List<String> plan = database.list(row -> row.getString("detail"),
                    "EXPLAIN QUERY PLAN " + GenerationTable.NEWEST_BEFORE, "public", 0L, "", 1);

            assertThat(plan).containsExactly(
                    "SEARCH generation USING INDEX generation_by_age (scope=? AND (created_at,id)<(?,?))");
        }
    }
}
