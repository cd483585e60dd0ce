package io.dreamcacher.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedRowsTest {
    @TempDir
    private Path folder;

    @Test
    void add_inTwoRuns_isOneFileThatCanBeGivenAgain() {
        Path file = folder.resolve("failed.csv");
        new FailedRows(file).add(new PromptSource.Row(7, 9, "a \"red\"\nboat, fast"), "too many, really");
        FailedRows second = new FailedRows(file);
        second.add(new PromptSource.Row(8, 11, "⛵"), "none");
        assertThat(second.count()).isEqualTo(1);
        assertThat(file).hasContent("""
                row,prompt,reason
                7,"a ""red""
                boat, fast","too many, really"
                8,⛵,none
                """.replace("\r", ""));
        try (PromptSource source = PromptSource.open(file)) {
            assertThat(source).extracting(PromptSource.Row::prompt).containsExactly("a \"red\"\nboat, fast", "⛵");
        }
    }

    @Test
    void withoutFailures_thereIsNoFile() {
        Path file = folder.resolve("failed.csv");
        assertThat(new FailedRows(file).count()).isZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void add_whereNothingCanBeWritten_saysSo() {
        Path file = folder.resolve("missing/failed.csv");
        assertThatThrownBy(() -> new FailedRows(file).add(new PromptSource.Row(1, 1, "a"), "b"))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageStartingWith("The list of failed rows must be writable, but " + file + " is not (");
    }
}
