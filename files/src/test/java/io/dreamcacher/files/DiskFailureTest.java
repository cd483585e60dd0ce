package io.dreamcacher.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskFailureTest {
    private static final Path PATH = Path.of("data");

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "There is not enough space on the disk"})
    void of_aFullDisk_isExhausted(String reason) {
        DreamCacherException failure = DiskFailure.of(new IOException(reason), "Storing a picture", PATH, 123_456);
        assertThat(failure.category()).isEqualTo(FailureCategory.EXHAUSTED);
        assertThat(failure).hasMessage(
                "Storing a picture needs free space on the disk that holds data, but it is full (123,456 bytes left); free some, or use a data folder on another disk.");
    }

    @Test
    void of_aFullDiskInAnotherLanguage_isExhausted() {
        assertThat(DiskFailure.of(new IOException("Auf dem Gerät ist kein Speicherplatz mehr"), "Storing", PATH, 0)
                .category()).isEqualTo(FailureCategory.EXHAUSTED);
    }

    @Test
    void of_aReadOnlyDisk_isBadData() {
        DreamCacherException failure = DiskFailure.of(new FileSystemException("data", null, "Read-only file system"),
                "Storing a picture", PATH, Long.MAX_VALUE);
        assertThat(failure.category()).isEqualTo(FailureCategory.BAD_DATA);
        assertThat(failure).hasMessage(
                "Storing a picture needs a data folder this user may write, but data may not be written (data: Read-only file system); change its permissions, or choose another with --data or DREAMCACHER_DATA.");
    }

    @Test
    void of_deniedAccess_isBadData() {
        assertThat(DiskFailure.of(new AccessDeniedException("data"), "Storing a picture", PATH, Long.MAX_VALUE))
                .hasMessageContaining("(access denied)");
    }

    @Test
    void of_anythingElse_namesThePathAndTheReason() {
        assertThat(DiskFailure.of(new IOException("Input/output error"), "Reading a picture", PATH, Long.MAX_VALUE))
                .hasMessage(
                        "Reading a picture needs a working disk, but data failed (Input/output error); check the disk and the folder.");
    }
}
