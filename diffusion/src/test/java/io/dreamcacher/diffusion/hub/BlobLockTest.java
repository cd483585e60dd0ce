package io.dreamcacher.diffusion.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobLockTest {
    @TempDir
    private Path folder;

    @Test
    @SuppressWarnings("try") // the lock is held, not used
    void acquire_holderThatGotNowhereForMinutes_isNamed() throws IOException {
        Path lock = folder.resolve("a.lock");
        try (BlobLock held = BlobLock.acquire(lock, folder.resolve("a"), time -> {})) {
            assertThatThrownBy(() -> BlobLock.acquire(lock, folder.resolve("a"), time -> {}))
                    .isInstanceOfSatisfying(DreamCacherException.class,
                            e -> assertThat(e.category()).isEqualTo(FailureCategory.BUSY))
                    .hasMessageContaining("a.lock")
                    .hasMessageContaining("6 minutes");
        }
    }

    @Test
    void acquire_holderThatGetsOn_isWaitedFor() throws IOException {
        Path lock = folder.resolve("a.lock");
        Path growing = folder.resolve("a");
        AtomicInteger tries = new AtomicInteger();
        BlobLock held = BlobLock.acquire(lock, growing, time -> {});

        BlobLock next = BlobLock.acquire(lock, growing, time -> {
            try {
                Files.write(growing, new byte[tries.incrementAndGet()]);
                if (tries.get() == Duration.ofMinutes(10).dividedBy(time)) {
                    held.close();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        next.close();
        assertThat(tries).hasValue(3000);
    }
}
