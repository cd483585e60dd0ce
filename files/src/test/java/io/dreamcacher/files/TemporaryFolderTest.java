package io.dreamcacher.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    private static final Duration ANY_AGE = Duration.ofSeconds(-1);

    @TempDir
    private Path place;

    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectory(place.resolve(name));
        Files.writeString(Files.createDirectory(folder.resolve("onnxruntime-java1")).resolve("lib.so"), "code");
        return folder;
    }

    @Test
    void adopt_folderThatNobodyHolds_isSweptWithAllThatIsInIt() throws IOException {
        Path left = folder("left");
        Path outside = Files.writeString(place.resolve("file"), "stays");
        Files.createSymbolicLink(left.resolve("link"), outside);

        TemporaryFolder own = TemporaryFolder.adopt(folder("own"), ANY_AGE).orElseThrow();

        assertThat(left).doesNotExist();
        assertThat(place.resolve("own/onnxruntime-java1/lib.so")).exists();
        assertThat(outside).hasContent("stays");
        own.release();
    }

    @Test
    void adopt_youngFolder_isLeftToWhoIsAboutToLockIt() throws IOException {
        Path young = folder("young");

        TemporaryFolder.adopt(folder("own")).orElseThrow().release();

        assertThat(young).exists();
    }

    @Test
    void close_ownFolder_isGone() throws IOException {
        Path own = folder("own");

        TemporaryFolder.adopt(own).orElseThrow().close();

        assertThat(own).doesNotExist();
    }

    @Test
    void adopt_folderThatIsNotThere_isEmpty() {
        assertThat(TemporaryFolder.adopt(place.resolve("gone"))).isEmpty();
    }

    @Test
    @Timeout(60)
    void adopt_folderOfAnotherProcess_isSweptOnceThatIsKilled() throws Exception {
        Path other = folder("other");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), other.toString()).start();
        try (InputStream out = process.getInputStream()) {
            assertThat(out.read()).as("it holds the folder").isEqualTo('h');
            TemporaryFolder.adopt(folder("own"), ANY_AGE).orElseThrow().release();
            assertThat(other.resolve("onnxruntime-java1/lib.so")).exists();
        } finally {
            process.destroyForcibly().waitFor();
        }

        TemporaryFolder.adopt(folder("next"), ANY_AGE).orElseThrow().release();

        assertThat(other).doesNotExist();
        assertThat(place.resolve("own")).as("given up").doesNotExist();
    }

    /** Holds a folder until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.print(TemporaryFolder.adopt(Path.of(arguments[0])).map(held -> "held").orElse("free"));
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }
}
