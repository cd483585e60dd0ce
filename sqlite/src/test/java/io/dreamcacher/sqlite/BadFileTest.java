package io.dreamcacher.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.testkit.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be used; each is refused with a sentence that names it. */
final class BadFileTest {
    private static final int GENERATIONS = 12;

    private final Samples samples = new Samples(5);

    @TempDir
    private Path folder = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void fill() {
        file = folder.resolve("catalogue.db");
        try (Catalogue catalogue = SqliteCatalogue.create(file, Samples.IDENTITY)) {
            addTo(catalogue, GENERATIONS);
        }
    }

    private void addTo(Catalogue catalogue, int count) {
        for (int i = 0; i < count; i++) {
            catalogue.add(Access.LOCAL, samples.generation(Scope.PUBLIC, "boat " + i), samples.vectors());
        }
    }

    @Test
    void close_catalogue_leavesOneFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void open_missingFile_namesItAndMakesNone() {
        Path missing = folder.resolve("none.db");
        assertBadData(() -> SqliteCatalogue.open(missing), missing, "recover");
        assertThat(missing).doesNotExist();
        assertThat(SqliteCatalogue.exists(missing)).isFalse();
    }

    @Test
    void create_fileIsThere_leavesIt() {
        assertBadData(() -> SqliteCatalogue.create(file, Samples.IDENTITY), file, "open it instead");
        try (Catalogue catalogue = SqliteCatalogue.open(file)) {
            assertThat(catalogue.totals(Access.LOCAL).generations()).isEqualTo(GENERATIONS);
        }
    }

    @Test
    void create_folderIsMissing_namesTheFile() {
        Path lost = folder.resolve("nowhere/catalogue.db");
        assertBadData(() -> SqliteCatalogue.create(lost, Samples.IDENTITY), lost, "folder");
    }

    @Test
    void create_afterACrashWhileCreating_startsAgain() throws IOException {
        Path other = folder.resolve("other.db");
        Files.writeString(folder.resolve("other.db.new"), "half a catalogue");
        Files.writeString(folder.resolve("other.db.new-wal"), "its log");
        SqliteCatalogue.create(other, Samples.IDENTITY).close();
        assertThat(folder.resolve("other.db.new")).doesNotExist();
    }

    @Test
    void create_oddNames_work() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("was? 100% sûr #1")).resolve("catalogue.db");
        SqliteCatalogue.create(odd, Samples.IDENTITY).close();
        assertThat(odd).isRegularFile();
    }

    @Test
    void open_notADatabase_isRefused() throws IOException {
        Files.writeString(file, "prompt,seed\n".repeat(1000));
        assertBadData(() -> SqliteCatalogue.open(file), file, "something else", "recover");
    }

    @Test
    void open_emptyFile_isRefused() throws IOException {
        Files.write(file, new byte[0]);
        assertBadData(() -> SqliteCatalogue.open(file), file, "recover");
    }

    @Test
    void open_anotherProgramsDatabase_isRefused() {
        Path foreign = folder.resolve("foreign.db");
        try (Database database = Database.create(foreign)) {
            database.script("CREATE TABLE bookmark (url TEXT); PRAGMA application_id = 77");
        }
        assertBadData(() -> SqliteCatalogue.open(foreign), foreign, "77", "recover");
    }

    @Test
    void open_newerVersion_namesBothVersions() {
        try (Database database = Database.open(file)) {
            database.script("PRAGMA user_version = 99");
        }
        assertBadData(() -> SqliteCatalogue.open(file), file, "version 8", "99", "recover");
    }

    @Test
    void open_cutShort_isRefused() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() * 2 / 3);
        }
        assertBadData(() -> SqliteCatalogue.open(file), file, "cut short", "recover");
    }

    @Test
    void lookup_damagedPages_isRefused() throws IOException {
        try (Database database = Database.open(file);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long page = database.number("SELECT rootpage FROM sqlite_schema WHERE name = 'vectors'");
            int pageSize = (int) database.number("PRAGMA page_size");
            channel.write(ByteBuffer.allocate(pageSize), (page - 1) * pageSize);
        }
        try (Catalogue catalogue = SqliteCatalogue.open(file)) {
            assertBadData(() -> catalogue.changesAfter(0, Integer.MAX_VALUE), file, "damaged", "recover");
        }
    }

    @Test
    void add_diskIsFull_losesNothingAcknowledged() {
        Database writer = Database.open(file);
        writer.script("PRAGMA max_page_count = 1");
        try (Catalogue catalogue = new SqliteCatalogue(writer)) {
            long before = catalogue.end().change();
            assertThatExceptionOfType(DreamCacherException.class).isThrownBy(() -> addTo(catalogue, 1000))
                    .withMessageContaining(file.toString())
                    .withMessageContaining("full")
                    .satisfies(failure -> assertThat(failure.category()).isEqualTo(FailureCategory.EXHAUSTED));
            long acknowledged = catalogue.end().change();
            assertThat(acknowledged).isGreaterThanOrEqualTo(before);
            writer.script("PRAGMA max_page_count = 100000");
            addTo(catalogue, 1);
            assertThat(catalogue.end().change()).isGreaterThan(acknowledged);
            assertThat(catalogue.totals(Access.LOCAL).generations()).isEqualTo(
                    catalogue.page("", Integer.MAX_VALUE).size());
        }
    }

    @Test
    void add_notWritable_namesTheFile() {
        Database writer = Database.open(file);
        writer.script("PRAGMA query_only = ON");
        try (Catalogue catalogue = new SqliteCatalogue(writer)) {
            assertBadData(() -> addTo(catalogue, 1), file, "writable", "SQLITE_READONLY");
        }
    }

    @Test
    void add_anotherProcessWrites_isBusy() {
        try (Database other = Database.open(file); Catalogue catalogue = SqliteCatalogue.open(file)) {
            other.update("BEGIN IMMEDIATE");
            Generation boat = samples.generation(Scope.PUBLIC, "a boat");
            Database impatient = Database.open(file);
            impatient.script("PRAGMA busy_timeout = 1");
            try (Catalogue second = new SqliteCatalogue(impatient)) {
                assertThatExceptionOfType(DreamCacherException.class)
                        .isThrownBy(() -> second.add(Access.LOCAL, boat, samples.vectors()))
                        .withMessageContaining(file.toString())
                        .satisfies(failure -> assertThat(failure.category()).isEqualTo(FailureCategory.BUSY));
            }
            assertThat(catalogue.page("", 100)).as("lookups do not wait").hasSize(GENERATIONS);
        }
    }

    @Test
    void use_afterClose_isRefused() {
        Catalogue catalogue = SqliteCatalogue.open(file);
        catalogue.close();
        catalogue.close();
        assertThatThrownBy(catalogue::end).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> addTo(catalogue, 1)).isInstanceOf(IllegalStateException.class);
    }

    private static void assertBadData(ThrowingCallable action, Path named, String... parts) {
        assertThatExceptionOfType(DreamCacherException.class).isThrownBy(action)
                .withMessageContainingAll(Stream.concat(Stream.of(named.toString()), Stream.of(parts))
                        .toArray(String[]::new))
                .satisfies(failure -> assertThat(failure.category()).isEqualTo(FailureCategory.BAD_DATA));
    }
}
