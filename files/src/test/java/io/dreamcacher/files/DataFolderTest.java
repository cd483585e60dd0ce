package io.dreamcacher.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataFolderTest {
    private static final URI ADDRESS = URI.create("http://127.0.0.1:7860");

    @TempDir
    private Path temporary;

    @Test
    void usual_isTheVariableThenThePlatformsPlace() {
        assertThat(usual("Linux", Map.of("DREAMCACHER_DATA", "/d", "XDG_DATA_HOME", "/x"))).isEqualTo(Path.of("/d"));
        assertThat(usual("Linux", Map.of("DREAMCACHER_DATA", " "))).isEqualTo(Path.of("/h/.local/share/dreamcacher"));
        assertThat(usual("Linux", Map.of("XDG_DATA_HOME", "/x"))).isEqualTo(Path.of("/x/dreamcacher"));
        assertThat(usual("Linux", Map.of("XDG_DATA_HOME", "x"))).isEqualTo(Path.of("/h/.local/share/dreamcacher"));
        assertThat(usual("Mac OS X", Map.of())).isEqualTo(Path.of("/h/Library/Application Support/Dream Cacher"));
        assertThat(usual("Windows 11", Map.of("LOCALAPPDATA", "/l"))).isEqualTo(Path.of("/l/Dream Cacher"));
        assertThat(usual("Windows 11", Map.of())).isEqualTo(Path.of("/h/AppData/Local/Dream Cacher"));
    }

    @Test
    void acquire_makesTheFolderAndOwnsItUntilClosed() {
        DataFolder folder = new DataFolder(temporary.resolve("a/b"));
        assertThat(folder.owner()).isEqualTo(new Owner.None());
        try (OwnedFolder owned = folder.acquire(Duration.ZERO)) {
            assertThat(owned.previousEndedCleanly()).isTrue();
            assertThat(folder.owner()).isEqualTo(new Owner.Command(ProcessHandle.current().pid()));
            assertThat(owned.folder()).isEqualTo(folder);
        }
        assertThat(folder.owner()).isEqualTo(new Owner.None());
        assertThat(folder.root().resolve("owner.json")).doesNotExist();
    }

    @Test
    void acquire_twiceInOneProcess_isBusyAndTheFirstKeepsIt() throws IOException, InterruptedException {
        DataFolder folder = new DataFolder(temporary);
        try (OwnedFolder owned = folder.acquire(Duration.ZERO)) {
            assertBusy(new DataFolder(temporary.resolve("x/..")), ProcessHandle.current().pid());
            assertThat(folder.owner()).isInstanceOf(Owner.Command.class);
            try (OtherProcess other = OtherProcess.start(Holder.class, temporary.toString())) {
                assertThat(other.line()).startsWith("One process at a time works on a data folder");
                other.exit();
            }
            assertThat(owned.previousEndedCleanly()).isTrue();
        }
    }

    @Test
    void acquire_ofAnotherProcesssFolder_namesIt() throws IOException {
        try (OtherProcess other = OtherProcess.start(Holder.class, temporary.toString())) {
            assertThat(other.line()).isEqualTo("clean");
            DataFolder folder = new DataFolder(temporary);
            assertThat(folder.owner()).isEqualTo(new Owner.Command(other.pid()));
            assertBusy(folder, other.pid());
        }
    }

    @Test
    void acquire_ofAFolderThatIsSoonFree_waits() throws IOException {
        try (OtherProcess other = OtherProcess.start(Holder.class, temporary.toString())) {
            assertThat(other.line()).isEqualTo("clean");
            CompletableFuture<Boolean> acquired = CompletableFuture.supplyAsync(() -> {
                try (OwnedFolder owned = new DataFolder(temporary).acquire(Duration.ofSeconds(30))) {
                    return owned.previousEndedCleanly();
                }
            });
            other.release();
            assertThat(acquired.join()).isTrue();
        }
    }

    @Test
    void acquire_afterAKill_isPossibleAndSaysSo() throws IOException, InterruptedException {
        try (OtherProcess other = OtherProcess.start(Holder.class, temporary.toString())) {
            assertThat(other.line()).isEqualTo("clean");
            other.kill();
        }
        DataFolder folder = new DataFolder(temporary);
        assertThat(folder.root().resolve("owner.json")).exists();
        assertThat(folder.owner()).isEqualTo(new Owner.None());
        try (OwnedFolder owned = folder.acquire(Duration.ZERO)) {
            assertThat(owned.previousEndedCleanly()).isFalse();
        }
        try (OwnedFolder owned = folder.acquire(Duration.ZERO)) {
            assertThat(owned.previousEndedCleanly()).isTrue();
        }
    }

    @Test
    void publishService_isWhatOthersSee() throws IOException {
        DataFolder folder = new DataFolder(temporary);
        try (OwnedFolder owned = folder.acquire(Duration.ZERO)) {
            owned.publishService(ADDRESS, "secret");
            long pid = ProcessHandle.current().pid();
            assertThat(folder.owner()).isEqualTo(new Owner.Service(pid, ADDRESS, "secret"));
            assertThat(folder.owner().toString()).doesNotContain("secret");
            assertThatThrownBy(() -> folder.acquire(Duration.ofHours(1))).hasMessage(
                    "One process at a time works on a data folder, but %s is held by process %d, a service at %s; end it (kill %d), or send requests to it, or use another folder with --data.",
                    temporary, pid, ADDRESS, pid);
            if (temporary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(temporary.resolve("owner.json")))).isEqualTo("rw-------");
            }
        }
    }

    @Test
    void owner_withAnUnreadableOwnerFile_isACommandOfUnknownPid() throws IOException {
        DataFolder folder = new DataFolder(temporary);
        try (OwnedFolder owned = folder.acquire(Duration.ZERO)) {
            Files.writeString(temporary.resolve("owner.json"), "{\"pid\":");
            assertThat(folder.owner()).isEqualTo(new Owner.Command(0));
            assertThatThrownBy(() -> folder.acquire(Duration.ZERO)).hasMessageContaining("is held by another process;");
            assertThat(owned.folder()).isEqualTo(folder);
        }
    }

    @Test
    @SuppressWarnings("try") // closing twice is what is tested
    void close_twice_doesNothingMore() {
        DataFolder folder = new DataFolder(temporary);
        OwnedFolder owned = folder.acquire(Duration.ZERO);
        owned.close();
        try (OwnedFolder next = folder.acquire(Duration.ZERO)) {
            owned.close();
            assertThat(folder.owner()).isInstanceOf(Owner.Command.class);
            assertThatThrownBy(() -> owned.publishService(ADDRESS, "s")).isInstanceOf(IllegalStateException.class);
            assertThat(next.previousEndedCleanly()).isTrue();
        }
    }

    @Test
    void acquire_withAFileInTheWay_saysSo() throws IOException {
        Path file = Files.createFile(temporary.resolve("data"));
        assertThatThrownBy(() -> new DataFolder(file).acquire(Duration.ZERO))
                .hasMessage("A data folder must be a folder, but "
                        + file + " is a file; move it away, or choose another folder with --data or DREAMCACHER_DATA.");
        assertThatThrownBy(() -> new DataFolder(file.resolve("below")).acquire(Duration.ZERO))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageStartingWith("Making the data folder needs");
    }

    @Test
    void acquire_inAReadOnlyFolder_saysWhatToDo() {
        assumeTrue(temporary.toFile().setWritable(false) && !Files.isWritable(temporary),
                "this user may write everywhere (root)");
        try {
            for (Path path : new Path[]{temporary, temporary.resolve("new")}) {
                assertThatThrownBy(() -> new DataFolder(path).acquire(Duration.ZERO))
                        .hasMessageContaining("needs a data folder this user may write, but " + path
                                + " may not be written (access denied); change its permissions, or choose another with --data or DREAMCACHER_DATA.")
                        .extracting(e -> ((DreamCacherException) e).category())
                        .isEqualTo(FailureCategory.BAD_DATA);
            }
        } finally {
            assertThat(temporary.toFile().setWritable(true)).isTrue();
        }
    }

    /** Not even root may write there. */
    @Test
    void acquire_inAFolderOfTheKernel_saysWhatToDo() {
        Path kernel = Path.of("/sys/kernel/dreamcacher");
        assumeTrue(Files.isDirectory(Path.of("/sys/kernel")), "needs Linux");
        assertThatThrownBy(() -> new DataFolder(kernel).acquire(Duration.ZERO))
                .hasMessageStartingWith("Making the data folder needs a data folder this user may write, but " + kernel
                        + " may not be written (")
                .hasMessageEndingWith("; change its permissions, or choose another with --data or DREAMCACHER_DATA.");
    }

    private static void assertBusy(DataFolder folder, long pid) {
        assertThatThrownBy(() -> folder.acquire(Duration.ZERO)).hasMessage(
                "One process at a time works on a data folder, but %s is held by process %d, a command; wait until it ends, or end it (kill %d), or use another folder with --data.",
                folder.root(), pid, pid).satisfies(e -> {
                    DreamCacherException busy = (DreamCacherException) e;
                    assertThat(busy.category()).isEqualTo(FailureCategory.BUSY);
                    assertThat(busy.retryAfter()).isPresent();
                });
    }

    private static Path usual(String platform, Map<String, String> environment) {
        Properties system = new Properties();
        system.setProperty("os.name", platform);
        system.setProperty("user.home", "/h");
        return DataFolder.usual(environment, system).root();
    }

    /** Owns a folder until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (OwnedFolder owned = new DataFolder(Path.of(arguments[0])).acquire(Duration.ZERO)) {
                System.out.println(owned.previousEndedCleanly() ? "clean" : "unclean");
                while (System.in.read() >= 0) {
                    // until the end
                }
            } catch (DreamCacherException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
