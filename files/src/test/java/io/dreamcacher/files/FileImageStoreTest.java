package io.dreamcacher.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special to files; the rest is the contract in testkit. */
class FileImageStoreTest {
    private static final GenerationId ID = new GenerationId("ab234567abcdefghijkl");

    @TempDir
    private Path folder;

    @Test
    void put_liesWhereTheLayoutSays() {
        FileImageStore store = new FileImageStore(folder.resolve("images"));
        store.put(ID, new byte[]{1, 2});
        assertThat(folder.resolve("images/ab/ab234567abcdefghijkl.png")).hasBinaryContent(new byte[]{1, 2})
                .isEqualTo(store.path(ID));
    }

    @Test
    void put_thatFails_leavesNothing() {
        FileImageStore store = new FileImageStore(folder, temporary -> {
            throw new IllegalStateException("stop");
        });
        assertThatThrownBy(() -> store.put(ID, new byte[1])).hasMessage("stop");
        assertThat(files()).isEmpty();
    }

    @Test
    void setAside_movesToTheSiblingFolder() {
        FileImageStore store = new FileImageStore(folder.resolve("images"));
        store.put(ID, new byte[]{7});
        store.setAside(ID);
        assertThat(folder.resolve("set-aside/" + ID + ".png")).hasBinaryContent(new byte[]{7});
    }

    @Test
    void forEach_passesOverOtherFiles() throws IOException {
        FileImageStore store = new FileImageStore(folder);
        store.put(ID, new byte[1]);
        Files.createFile(folder.resolve("ab/notes.png"));
        Files.createFile(folder.resolve("ab/zz234567abcdefghijkl.png"));
        Files.createFile(folder.resolve("ab/" + ID + ".png.bak"));
        Files.createFile(folder.resolve("README"));
        List<GenerationId> ids = new ArrayList<>();
        store.forEach(ids::add);
        assertThat(ids).containsExactly(ID);
    }

    @Test
    void restart_killedBeforeTheRename_findsNothingAndLeavesNothing() throws Exception {
        try (OtherProcess other = OtherProcess.start(Crash.class, folder.toString(), "true")) {
            assertThat(other.exit()).isEqualTo(137);
        }
        assertThat(files()).hasSize(1).first().asString().endsWith(".tmp");
        FileImageStore store = new FileImageStore(folder);
        assertThat(store.contains(ID)).isFalse();
        assertThat(files()).isEmpty();
    }

    @Test
    void restart_killedAfterwards_findsTheWholeImage() throws Exception {
        try (OtherProcess other = OtherProcess.start(Crash.class, folder.toString(), "false")) {
            assertThat(other.exit()).isEqualTo(137);
        }
        assertThat(new FileImageStore(folder).get(ID)).hasValueSatisfying(png -> assertThat(png).hasSize(100));
    }

    @Test
    void stat_overwrittenWithItsTimeSetBack_isAnotherVersion() throws IOException {
        FileImageStore store = new FileImageStore(folder);
        store.put(ID, new byte[]{1, 2});
        var before = store.stat(ID).orElseThrow();
        var time = Files.getLastModifiedTime(store.path(ID));
        Files.write(store.path(ID), new byte[]{3, 4});
        Files.setLastModifiedTime(store.path(ID), time);

        assertThat(store.stat(ID).orElseThrow()).isNotEqualTo(before);
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
        assumeFalse(!folder.toFile().setWritable(false) || canWriteAnyway(), "this user may write everywhere (root)");
        try {
            assertThatThrownBy(() -> store.put(ID, new byte[1])).hasMessage(
                    "Storing a picture needs a data folder this user may write, but " + folder
                            + " may not be written (access denied); change its permissions, or choose another with --data or DREAMCACHER_DATA.")
                    .extracting(e -> ((DreamCacherException) e).category())
                    .isEqualTo(FailureCategory.BAD_DATA);
        } finally {
            assertThat(folder.toFile().setWritable(true)).isTrue();
        }
    }

    private boolean canWriteAnyway() {
        return Files.isWritable(folder);
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
            new FileImageStore(Path.of(arguments[0]), temporary -> {
                if (before) {
                    Runtime.getRuntime().halt(137);
                }
            }).put(ID, new byte[100]);
            Runtime.getRuntime().halt(137);
        }
    }
}
