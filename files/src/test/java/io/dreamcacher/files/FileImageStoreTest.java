package io.dreamcacher.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.dreamcacher.access.Scope;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special to files; the rest is the contract in testkit. */
class FileImageStoreTest {
    private static final ImageKey KEY = new ImageKey(Scope.PUBLIC, new GenerationId("ab234567abcdefghijkl"));
    private static final Duration LEASE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void put_liesWhereTheLayoutSays() {
        FileImageStore store = new FileImageStore(folder.resolve("images"));
        put(store, 1, 2);
        assertThat(folder.resolve("images/public/ab/ab234567abcdefghijkl.png")).hasBinaryContent(new byte[]{1, 2})
                .isEqualTo(FileImageStore.file(folder.resolve("images"), KEY));
    }

    @Test
    void put_thatFails_leavesNothing() {
        FileImageStore store = new FileImageStore(folder, InstantSource.system(), temporary -> {
            throw new IllegalStateException("stop");
        });
        assertThatThrownBy(() -> put(store, 0)).hasMessage("stop");
        assertThat(files()).isEmpty();
    }

    @Test
    void setAside_movesToTheSiblingFolder() {
        FileImageStore store = new FileImageStore(folder.resolve("images"));
        put(store, 7);
        store.setAside(KEY);
        assertThat(folder.resolve("set-aside/" + KEY.id() + ".png")).hasBinaryContent(new byte[]{7});
    }

    /** Somebody's export beside it, found first: neither is lost, nor what was set aside before. */
    @Test
    void setAside_filesOfSeveralEndings_keepsAllOfThem() throws IOException {
        FileImageStore store = new FileImageStore(folder.resolve("images"));
        put(store, 7);
        Path png = FileImageStore.file(folder.resolve("images"), KEY);
        Files.write(png.resolveSibling(KEY.id() + ".webp"), new byte[]{8});
        store.setAside(KEY);
        Files.write(png, new byte[]{9});
        store.setAside(KEY);

        Path aside = folder.resolve("set-aside");
        assertThat(aside.resolve(KEY.id() + ".png")).hasBinaryContent(new byte[]{7});
        assertThat(aside.resolve(KEY.id() + ".webp")).hasBinaryContent(new byte[]{8});
        assertThat(aside.resolve(KEY.id() + "-1.png")).hasBinaryContent(new byte[]{9});
        assertThat(store.get(KEY)).isEmpty();
    }

    @Test
    void page_passesOverOtherFiles() throws IOException {
        FileImageStore store = new FileImageStore(folder);
        put(store, 1);
        Files.createFile(folder.resolve("public/ab/notes.png"));
        Files.createFile(folder.resolve("public/ab/zz234567abcdefghijkl.png"));
        Files.createFile(folder.resolve("public/ab/" + KEY.id() + ".png.bak"));
        Files.createFile(folder.resolve("README"));
        Files.createDirectories(folder.resolve("Not A Scope/ab"));
        assertThat(store.page(Optional.empty(), 9)).containsExactly(KEY);
    }

    /** A scope may be named like a folder of before. */
    @Test
    void moveIntoScopes_ofImagesWithAndWithoutARow_movesAndSetsAside() throws IOException {
        FileImageStore store = new FileImageStore(folder.resolve("images"));
        ImageKey inAb = new ImageKey(new Scope("ab"), new GenerationId("cd234567abcdefghijkl"));
        store.put(inAb, new ImageFile(new byte[]{9}, MediaType.PNG), LEASE);
        store.commit(inAb);
        Path before = folder.resolve("images/ab");
        Files.write(before.resolve(KEY.id() + ".png"), new byte[]{7});
        Files.write(before.resolve("ab777777777777777777.png"), new byte[]{8});
        assertThat(store.holds(3)).isTrue();
        assertThat(store.holds(4)).isFalse();

        store.moveIntoScopes(id -> id.equals(KEY.id()) ? Optional.of(new Scope("team")) : Optional.empty());

        assertThat(folder.resolve("images/team/ab/" + KEY.id() + ".png")).hasBinaryContent(new byte[]{7});
        assertThat(folder.resolve("set-aside/ab777777777777777777.png")).hasBinaryContent(new byte[]{8});
        assertThat(store.get(inAb)).isPresent();
        assertThat(store.page(Optional.empty(), 9)).containsExactly(inAb, new ImageKey(new Scope("team"), KEY.id()));
    }

    @Test
    void open_byTheOwner_endsTheLeasesOfBefore() {
        new FileImageStore(folder).put(KEY, new ImageFile(new byte[]{1}, MediaType.PNG), Duration.ofDays(9));

        FileImageStore reopened = new FileImageStore(folder);

        assertThat(reopened.pending()).containsExactly(new ImageStore.Pending(KEY, Instant.MIN));
        ImageKey mine = new ImageKey(Scope.PUBLIC, new GenerationId("cd234567abcdefghijkl"));
        reopened.put(mine, new ImageFile(new byte[]{1}, MediaType.PNG), LEASE);
        assertThat(reopened.pending()).filteredOn(pending -> pending.key().equals(mine))
                .allMatch(pending -> pending.until().isAfter(Instant.now()));
    }

    @Test
    void restart_killedBeforeTheRename_findsNothingAndLeavesNothing() throws Exception {
        try (OtherProcess other = OtherProcess.start(Crash.class, folder.toString(), "true")) {
            assertThat(other.exit()).isEqualTo(137);
        }
        assertThat(files()).hasSize(1).first().asString().endsWith(".tmp");
        FileImageStore store = new FileImageStore(folder);
        assertThat(store.get(KEY)).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void restart_killedAfterwards_findsTheWholeImage() throws Exception {
        try (OtherProcess other = OtherProcess.start(Crash.class, folder.toString(), "false")) {
            assertThat(other.exit()).isEqualTo(137);
        }
        assertThat(new FileImageStore(folder).get(KEY))
                .hasValueSatisfying(file -> assertThat(file.bytes()).hasSize(100));
    }

    @Test
    void stat_overwrittenWithItsTimeSetBack_isAnotherVersion() throws IOException {
        FileImageStore store = new FileImageStore(folder);
        put(store, 1, 2);
        Path file = FileImageStore.file(folder, KEY);
        var before = store.stat(KEY).orElseThrow();
        var time = Files.getLastModifiedTime(file);
        Files.write(file, new byte[]{3, 4});
        Files.setLastModifiedTime(file, time);

        assertThat(store.stat(KEY).orElseThrow()).isNotEqualTo(before);
    }

    @Test
    void open_withAFileInTheWay_saysWhichPath() throws IOException {
        Path file = Files.createFile(folder.resolve("images"));
        assertThatThrownBy(() -> new FileImageStore(file)).isInstanceOf(DreamCacherException.class)
                .hasMessageStartingWith("Opening the picture store needs a working disk, but " + file + " failed");
    }

    @Test
    void put_intoAReadOnlyFolder_saysWhatToDo() {
        FileImageStore store = new FileImageStore(folder);
        assumeFalse(!folder.resolve(".pending").toFile().setWritable(false) || canWriteAnyway(),
                "this user may write everywhere (root)");
        try {
            assertThatThrownBy(() -> put(store, 1)).hasMessage(
                    "Storing a picture needs a data folder this user may write, but " + folder
                            + " may not be written (access denied); change its permissions, or choose another with --data or DREAMCACHER_DATA.")
                    .extracting(e -> ((DreamCacherException) e).category())
                    .isEqualTo(FailureCategory.BAD_DATA);
        } finally {
            assertThat(folder.resolve(".pending").toFile().setWritable(true)).isTrue();
        }
    }

    private static void put(FileImageStore store, int... bytes) {
        byte[] file = new byte[bytes.length];
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) bytes[i];
        }
        store.put(KEY, new ImageFile(file, MediaType.PNG), LEASE);
        store.commit(KEY);
    }

    private boolean canWriteAnyway() {
        return Files.isWritable(folder.resolve(".pending"));
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stores one image and dies, before its file has its name or after. */
    static final class Crash {
        private Crash() {}

        public static void main(String[] arguments) {
            boolean before = Boolean.parseBoolean(arguments[1]);
            new FileImageStore(Path.of(arguments[0]), InstantSource.system(), temporary -> {
                if (before) {
                    Runtime.getRuntime().halt(137);
                }
            }).put(KEY, new ImageFile(new byte[100], MediaType.PNG), LEASE);
            Runtime.getRuntime().halt(137);
        }
    }
}
