package io.dreamcacher.cli.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.api.RequestPatch.MemoryPatch;
import io.dreamcacher.datasets.table.TableLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmJournalTest {
    @TempDir
    private Path folder;

    @Test
    void open_lastLineCutShort_forgetsItAndWritesOnAfterTheWholeOnes() throws IOException {
        WarmPlan plan = new WarmPlan(Files.writeString(folder.resolve("p.txt"), "a\n"), TableLayout.UNKNOWN,
                new WarmPlan.Selection(9, 0, false), false, Optional.empty(), MemoryPatch.USUAL);
        try (WarmJournal journal = WarmJournal.open(folder, plan)) {
            journal.done(7, "EXACT", "x");
        }
        try (Stream<Path> files = Files.list(folder.resolve("warm"))) {
            Files.writeString(files.findFirst().orElseThrow(), "1", StandardOpenOption.APPEND);
        }

        try (WarmJournal journal = WarmJournal.open(folder, plan)) {
            journal.done(13, "EXACT", "y");
        }

        try (WarmJournal journal = WarmJournal.open(folder, plan)) {
            assertThat(journal.isDone(7)).isTrue();
            assertThat(journal.isDone(13)).isTrue();
            assertThat(journal.isDone(113)).isFalse();
            assertThat(journal.isDone(1)).isFalse();
        }
    }
}
