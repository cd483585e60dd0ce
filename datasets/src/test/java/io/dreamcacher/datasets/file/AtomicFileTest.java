package io.dreamcacher.datasets.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void finish_afterWriting_replacesWhatWasThere() throws IOException {
        Path file = folder.resolve("a/b/c.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "before");
        try (AtomicFile whole = AtomicFile.at(file)) {
            whole.write("after".getBytes(StandardCharsets.UTF_8));
            assertThat(file).hasContent("before");

            whole.finish();
        }

        assertThat(file).hasContent("after");
        assertThat(file.getParent()).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void close_unfinished_leavesNothing() {
        try (AtomicFile whole = AtomicFile.at(folder.resolve("c.txt"))) {
            whole.write(new byte[100_000]);
            assertThat(whole.length()).isEqualTo(100_000);
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void at_placeThatCannotBeWritten_namesIt() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> AtomicFile.at(file.resolve("below"))).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("below");
    }
}
