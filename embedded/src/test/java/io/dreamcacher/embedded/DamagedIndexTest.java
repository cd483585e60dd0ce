package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.memory.AnswerListener;
import io.dreamcacher.memory.Cancellation;
import io.dreamcacher.memory.SearchQuery;
import io.dreamcacher.memory.SearchQuery.Target;
import io.dreamcacher.request.GenerationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever became of {@code index/}: it is made again, and nobody has to delete anything by hand. */
final class DamagedIndexTest {
    @TempDir
    private static Path cache;

    @TempDir
    private Path data;

    private GenerationId known;

    private MemoryOptions options() {
        return MemoryOptions.at(data).withCacheFolder(cache).withPatience(Duration.ZERO);
    }

    @BeforeEach
    void remember() {
        try (DreamCacher dreams = DreamCacher.open(options())) {
            GenerationRequest usual = dreams.request("a red boat");
            GenerationRequest quick = GenerationRequest.of(usual.prompt(), usual.model(),
                    usual.settings().withSteps(1));
            known = dreams.memory()
                    .answer(Access.LOCAL, quick, AnswerListener.NONE,
                            new Cancellation())
                    .images()
                    .getFirst()
                    .id()
                    .orElseThrow();
            assertThat(found(dreams)).containsExactly(known);
        }
    }

    @AfterEach
    void makeDeletable() throws IOException {
        try (Stream<Path> folders = Files.list(data)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static List<GenerationId> found(DreamCacher dreams) {
        return dreams.memory()
                .search(Access.LOCAL, new SearchQuery(new Target.Meaning("boat"), 9))
                .stream()
                .map(result -> result.generation().id())
                .toList();
    }

    enum Damage {
        LOCK_OF_GARBAGE, LOCK_IS_A_FOLDER, SEGMENTS_IS_A_FOLDER, INDEX_IS_A_FILE, FOLDER_IS_A_FILE, FOLDER_IS_UNREADABLE, OF_AN_OLDER_LAYOUT, EVERY_FILE_IS_GARBAGE, EVERY_FILE_IS_EMPTY, UNREADABLE
    }

    private void damage(Damage damage) throws IOException {
        Path folder = data.resolve("index");
        Path index = folder.resolve("1");
        switch (damage) {
            case LOCK_OF_GARBAGE -> Files.writeString(index.resolve("write.lock"), "garbage");
            case LOCK_IS_A_FOLDER -> folderWithAFile(index.resolve("write.lock"));
            case SEGMENTS_IS_A_FOLDER -> {
                for (Path segments : files().filter(file -> file.getFileName().toString().startsWith("segments"))
                        .toList()) {
                    folderWithAFile(segments);
                }
            }
            case INDEX_IS_A_FILE -> {
                for (Path file : files().toList()) {
                    Files.delete(file);
                }
                Files.delete(index);
                Files.writeString(index, "a file");
            }
            case FOLDER_IS_A_FILE -> {
                Files.move(folder, data.resolve("elsewhere"));
                Files.writeString(folder, "a file");
            }
            case FOLDER_IS_UNREADABLE ->
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
            case OF_AN_OLDER_LAYOUT -> {
                for (Path file : files().toList()) {
                    Files.move(file, folder.resolve(file.getFileName()));
                }
                Files.delete(index);
            }
            case EVERY_FILE_IS_GARBAGE -> {
                for (Path file : files().toList()) {
                    Files.writeString(file, "garbage");
                }
            }
            case EVERY_FILE_IS_EMPTY -> {
                for (Path file : files().toList()) {
                    Files.write(file, new byte[0]);
                }
            }
            case UNREADABLE -> Files.setPosixFilePermissions(index, PosixFilePermissions.fromString("---------"));
        }
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("index").resolve("1"))) {
            return files.toList().stream();
        }
    }

    private static void folderWithAFile(Path path) throws IOException {
        Files.deleteIfExists(path);
        Files.createDirectories(path.resolve("deeper"));
        Files.writeString(path.resolve("deeper").resolve("file"), "x");
    }

    @ParameterizedTest
    @EnumSource
    void search_damagedIndex_findsWhatIsRemembered(Damage damage) throws IOException {
        damage(damage);

        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(found(dreams)).containsExactly(known);
        }
    }

    @ParameterizedTest
    @EnumSource
    void reindex_damagedIndex_makesItAgain(Damage damage) throws IOException {
        damage(damage);

        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(dreams.memory().reindex(Access.LOCAL)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void recover_damagedIndex_succeeds(Damage damage) throws IOException {
        damage(damage);
        Files.delete(data.resolve("catalogue.db"));

        DreamCacher.recover(options(), (done, total) -> {});

        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(found(dreams)).containsExactly(known);
        }
    }
}
