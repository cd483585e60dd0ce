package io.dreamcacher.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.index.SimilaritySearch;
import io.dreamcacher.testkit.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LuceneIndexTest {
    @TempDir
    private Path folder;

    private final Samples samples = new Samples(11);

    @Test
    void open_heldByAnotherOwner_isBusy() {
        try (LuceneIndex owner = LuceneIndex.open(folder)) {
            assertFails(FailureCategory.BUSY, "another one holds it", () -> LuceneIndex.open(folder));
            assertThat(owner.size()).isZero();
        }
    }

    @Test
    void open_anyFileCutShortOrGone_isBadData() throws IOException {
        fill(folder, 50);
        List<Path> files = files(folder).stream().filter(file -> Files.exists(file) && length(file) > 0).toList();
        assertThat(files).hasSizeGreaterThan(3);
        for (Path file : files) {
            for (boolean gone : new boolean[]{true, false}) {
                Path copy = copy(folder);
                damage(copy.resolve(file.getFileName()), gone);
                if (gone && file.getFileName().toString().startsWith("segments")) {
                    assertThat(LuceneIndex.isThere(copy)).isFalse();
                    try (LuceneIndex empty = LuceneIndex.open(copy)) {
                        assertThat(empty.committed()).isEqualTo(ChangeLog.Position.START);
                    }
                    continue;
                }
                assertFails(FailureCategory.BAD_DATA, "reindex", () -> LuceneIndex.open(copy));
            }
        }
    }

    @Test
    void open_indexOfAnotherFormat_isBadData() throws IOException {
        for (Map<String, String> commit : List.of(Map.of("dreamcacher.format", "77"), Map.<String, String>of())) {
            try (Directory directory = FSDirectory.open(folder);
                    IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
                writer.setLiveCommitData(commit.entrySet());
            }
            String found = commit.isEmpty() ? "format none instead of 3" : "format 77 instead of 3";
            assertFails(FailureCategory.BAD_DATA, found, () -> LuceneIndex.open(folder));
        }
    }

    @Test
    void open_folderThatIsAFile_isBadData() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertFails(FailureCategory.BAD_DATA, file.toString(), () -> LuceneIndex.open(file));
    }

    @Test
    void isThere_beforeTheFirstCommit_isFalse() {
        try (LuceneIndex index = LuceneIndex.open(folder)) {
            index.apply(changes(1, 3, Samples.IDENTITY));
            assertThat(LuceneIndex.isThere(folder)).isFalse();
            index.commit();
            assertThat(LuceneIndex.isThere(folder)).isTrue();
        }
    }

    @Test
    void commit_emptyIndex_isThereFromThenOn() {
        try (LuceneIndex index = LuceneIndex.open(folder)) {
            index.commit();
        }
        assertThat(LuceneIndex.isThere(folder)).isTrue();
    }

    @Test
    void apply_thousandChanges_areCommittedByItself() {
        try (LuceneIndex index = LuceneIndex.open(folder)) {
            index.apply(changes(1, LuceneIndex.CHANGES_A_COMMIT - 1, Samples.IDENTITY));
            assertThat(index.committed()).isEqualTo(ChangeLog.Position.START);
            index.apply(changes(LuceneIndex.CHANGES_A_COMMIT, 1, Samples.IDENTITY));
            assertThat(index.committed()).isEqualTo(new ChangeLog.Position(LuceneIndex.CHANGES_A_COMMIT, 0));
        }
    }

    @Test
    void commit_nothingNew_writesNothing() {
        fill(folder, 3);
        try (LuceneIndex index = LuceneIndex.open(folder)) {
            List<Path> before = files(folder);
            index.commit();

            assertThat(files(folder)).isEqualTo(before);
        }
    }

    @Test
    void close_again_isNoFailure() {
        LuceneIndex index = LuceneIndex.open(folder);
        index.close();
        index.close();

        assertThatThrownBy(index::size).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nearest_vectorsOfLargeClips_areFoundAfterAMergeAndAReopening() {
        MemoryIdentity large = Samples.identity(1280, 4096);
        List<Change> changes = changes(1, 200, large);
        try (LuceneIndex index = LuceneIndex.open(folder)) {
            for (int i = 0; i < 200; i += 10) {
                index.apply(changes.subList(i, i + 10));
                index.commit();
            }
        }
        try (LuceneIndex index = LuceneIndex.open(folder)) {
            for (Change change : changes) {
                Change.GenerationAdded added = (Change.GenerationAdded) change;
                SimilaritySearch.Neighbour found = index
                        .nearest(SimilaritySearch.Space.PROMPT, added.vectors().prompt(),
                                IndexFilter.readableBy(Access.LOCAL), 1)
                        .getFirst();
                assertThat(found.id()).isEqualTo(added.generation().id());
                assertThat(found.similarity()).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Test
    void nearest_whileOthersWrite_seesEveryAppliedChange() throws InterruptedException, ExecutionException {
        try (LuceneIndex index = LuceneIndex.open(folder);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                List<Change> changes = changes(1 + thread * 100, 100, Samples.IDENTITY);
                writers.add(threads.submit(() -> changes.forEach(change -> {
                    index.apply(List.of(change));
                    Change.GenerationAdded added = (Change.GenerationAdded) change;
                    assertThat(index.nearest(SimilaritySearch.Space.PROMPT, added.vectors().prompt(),
                            IndexFilter.readableBy(Access.LOCAL), 1))
                            .extracting(SimilaritySearch.Neighbour::id)
                            .containsExactly(added.generation().id());
                })));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(index.size()).isEqualTo(400);
        }
    }

    private void fill(Path where, int number) {
        try (LuceneIndex index = LuceneIndex.open(where)) {
            assertThat(index.size()).isZero();
            index.apply(changes(1, number, Samples.IDENTITY));
            index.apply(List.of(new Change.PromptPut(number + 1, samples.prompt(Scope.PUBLIC, "a red boat"))));
        }
    }

    private List<Change> changes(long first, int number, MemoryIdentity identity) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            changes.add(new Change.GenerationAdded(first + i, samples.generation(Scope.PUBLIC, "a red boat"),
                    samples.vectors(identity)));
        }
        return changes;
    }

    private static void assertFails(FailureCategory category, String sentencePart, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining(sentencePart)
                .hasMessageEndingWith(".")
                .extracting(e -> ((DreamCacherException) e).category())
                .isEqualTo(category);
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copy(Path folder) throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy");
        for (Path file : files(folder)) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        return copy;
    }

    private static void damage(Path file, boolean gone) throws IOException {
        if (gone) {
            Files.delete(file);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }
}
