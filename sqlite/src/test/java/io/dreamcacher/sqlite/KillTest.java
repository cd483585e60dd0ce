package io.dreamcacher.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.testkit.Samples;
import io.dreamcacher.testkit.catalogue.Replica;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writing process is killed at moments nobody chose; whatever it acknowledged is there afterwards. */
final class KillTest {
    private static final int KILLS = 6;
    private static final int MOST_LINES_BEFORE_A_KILL = 80;

    private final Set<String> added = new HashSet<>();
    private final Set<String> deleting = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private final Replica followed = new Replica();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void kill_whileWriting_losesNothingAcknowledged() throws Exception {
        Path file = folder.resolve("catalogue.db");
        SqliteCatalogue.create(file, Samples.IDENTITY).close();
        SplittableRandom random = new SplittableRandom(1124);
        for (int kill = 0; kill < KILLS; kill++) {
            writeAndKill(file, kill, random.nextInt(1, MOST_LINES_BEFORE_A_KILL));
            try (Catalogue catalogue = SqliteCatalogue.open(file)) {
                assertEverythingIsThere(catalogue);
                assertConsistent(catalogue);
            }
            try (Database database = Database.open(file)) {
                assertThat(database.first(row -> row.getString(1), "PRAGMA integrity_check")).contains("ok");
                assertThat(database.list(row -> row.getString(1), "PRAGMA foreign_key_check")).isEmpty();
            }
        }
        assertThat(added).hasSizeGreaterThan(KILLS);
    }

    /** What the process still printed between the line it was killed at and its end counts as acknowledged too. */
    private void writeAndKill(Path file, int seed, int lines) throws IOException, InterruptedException {
        Process process = ChildJvm.of(KilledWriter.class, List.of(), file.toString(), Integer.toString(seed),
                folder.resolve("cache").toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            for (int read = 1; line != null; read++) {
                note(line);
                if (read == lines) {
                    process.toHandle().destroyForcibly();
                }
                line = output.readLine();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void note(String line) {
        String[] words = line.split(" ", -1);
        if (words.length < 2 || words[1].length() != 20) {
            return;
        }
        switch (words[0]) {
            case "added" -> added.add(words[1]);
            case "deleting" -> deleting.add(words[1]);
            case "deleted" -> deleted.add(words[1]);
            default -> throw new AssertionError("the writer must not say: " + line);
        }
    }

    private void assertEverythingIsThere(Catalogue catalogue) {
        for (String id : added) {
            boolean there = catalogue.byId(Access.LOCAL, new GenerationId(id)).isPresent();
            boolean beingDeleted = catalogue.deletions().contains(new GenerationId(id));
            assertThat(there).as("%s is there or being deleted, not both", id).isNotEqualTo(beingDeleted);
            if (!deleting.contains(id)) {
                assertThat(there).as("%s was acknowledged", id).isTrue();
            }
            if (deleted.contains(id)) {
                assertThat(there).as("%s was deleted", id).isFalse();
            }
        }
    }

    private void assertConsistent(Catalogue catalogue) {
        List<Generation> generations = catalogue.page("", Integer.MAX_VALUE);
        Replica rebuilt = Replica.of(catalogue, () -> 17);
        followed.follow(catalogue, () -> 5);
        followed.assertSameAs(rebuilt);
        assertThat(rebuilt.generations()).isEqualTo(generations);
        assertThat(rebuilt.number()).isEqualTo(catalogue.end().change());
        Statistics.Totals totals = catalogue.totals(Access.LOCAL);
        assertThat(totals.generations()).isEqualTo(generations.size());
        assertThat(totals.prompts()).isEqualTo(rebuilt.prompts().size());
        assertThat(totals.imageBytes())
                .isEqualTo(generations.stream().mapToLong(generation -> generation.file().sizeBytes()).sum());
        assertThat(totals.answered().generated()).isEqualTo(generations.size() + catalogue.deletions().size());
    }
}
