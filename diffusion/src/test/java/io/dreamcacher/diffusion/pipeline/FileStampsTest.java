package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileStampsTest {
    @TempDir
    private Path folder;
    private Path file;
    private FileStamps stamps;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("weights"), "12345");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        stamps = FileStamps.of(List.of(file));
    }

    @Test
    void requireUnchanged_sameFile_isFine() {
        stamps.requireUnchanged();
    }

    @Test
    void requireUnchanged_otherSizeOrTime_namesBoth() throws IOException {
        Files.writeString(file, "123");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertThatThrownBy(stamps::requireUnchanged).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("it had 5 bytes of 1970-01-01T00:16:40Z and has 3");

        Files.writeString(file, "54321");
        Files.setLastModifiedTime(file, FileTime.fromMillis(2_000_000));
        assertThatThrownBy(stamps::requireUnchanged).hasMessageContaining("has 5 of 1970-01-01T00:33:20Z now");
    }

    @Test
    void requireUnchanged_fileGone_saysSo() throws IOException {
        Files.delete(file);
        assertThatThrownBy(stamps::requireUnchanged).hasMessageContaining("must stay where it is");
    }
}
