package io.dreamcacher.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.embedding.VectorOrigin;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.filter.Filter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class VectorIndexTest {
    private static final int DIMENSION = 24;
    private static final Optional<VectorOrigin> ORIGIN = Optional.of(new VectorOrigin("clip", "f".repeat(64)));

    @TempDir
    private Path folder;

    private static Embedding vector(SplittableRandom random, int cluster) {
        SplittableRandom centre = new SplittableRandom(cluster);
        float[] values = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) (centre.nextGaussian() + 0.5 * random.nextGaussian());
        }
        return Embedding.ofVector(values);
    }

    private static List<VectorEntry> images(int count) {
        SplittableRandom random = new SplittableRandom(7);
        List<VectorEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(VectorEntry.ofImage("image " + i, vector(random, i % 20)));
        }
        return entries;
    }

    private VectorIndexHeader write(VectorIndexKind kind, List<VectorEntry> entries) {
        try (VectorIndexWriter writer = VectorIndexWriter.open(folder, kind, DIMENSION, ORIGIN)) {
            entries.forEach(writer::put);
            return writer.finish();
        }
    }

    private static List<String> nearest(List<VectorEntry> entries, Embedding query, int k) {
        return entries.stream()
                .sorted(Comparator.comparingDouble(
                        (VectorEntry entry) -> -entry.image().orElseThrow().similarity(query)))
                .limit(k)
                .map(VectorEntry::id)
                .toList();
    }

    private static List<String> ids(List<VectorIndex.Hit> hits) {
        return hits.stream().map(hit -> hit.entry().id()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void search_everyKind_findsWhatComparingWithAllFinds(VectorIndexKind kind) {
        List<VectorEntry> entries = images(3000);
        VectorIndexHeader header = write(kind, entries);

        SplittableRandom random = new SplittableRandom(11);
        int found = 0;
        try (VectorIndex index = VectorIndex.open(folder)) {
            assertThat(index.header()).isEqualTo(header);
            assertThat(index.count()).isEqualTo(3000);
            for (int i = 0; i < 50; i++) {
                Embedding query = vector(random, i % 20);
                List<String> expected = nearest(entries, query, 10);
                List<VectorIndex.Hit> hits = index.search(new SetQuery(SetQuery.Of.IMAGES, query, 10, 0));
                found += (int) ids(hits).stream().filter(expected::contains).count();
                assertThat(hits.getFirst().similarity())
                        .isCloseTo(hits.getFirst().entry().image().orElseThrow().similarity(query),
                                within(1e-5));
            }
        }
        assertThat(header.recall().orElseThrow()).isGreaterThanOrEqualTo(0.99);
        assertThat(found).isGreaterThanOrEqualTo(490);
        assertThat(header.candidates() == 0).isEqualTo(kind == VectorIndexKind.FLAT);
    }

    @Test
    void search_offset_pagesContinueEachOther() {
        write(VectorIndexKind.FLAT, images(100));
        Embedding query = vector(new SplittableRandom(3), 4);

        try (VectorIndex index = VectorIndex.open(folder)) {
            List<String> whole = ids(index.search(new SetQuery(SetQuery.Of.IMAGES, query, 30, 0)));
            List<String> pages = new ArrayList<>();
            for (int offset = 0; offset < 30; offset += 10) {
                pages.addAll(ids(index.search(new SetQuery(SetQuery.Of.IMAGES, query, 10, offset))));
            }
            assertThat(pages).isEqualTo(whole);
            assertThat(index.search(new SetQuery(SetQuery.Of.IMAGES, query, 10, 100))).isEmpty();
        }
    }

    @Test
    void writer_putAgainAndDelete_replacesAndTakesOutWhileAnotherReads() {
        write(VectorIndexKind.HNSW, images(200));
        Embedding other = vector(new SplittableRandom(99), 77);

        try (VectorIndex before = VectorIndex.open(folder)) {
            try (VectorIndexWriter writer = VectorIndexWriter.open(folder, VectorIndexKind.FLAT, DIMENSION, ORIGIN)) {
                writer.put(VectorEntry.ofImage("image 5", other));
                writer.put(VectorEntry.ofImage("new", vector(new SplittableRandom(1), 3)));
                writer.delete("image 6");
                writer.delete("never there");
                assertThat(writer.finish().kind()).isEqualTo(VectorIndexKind.HNSW);
            }
            assertThat(before.entry("image 6")).isPresent();
        }
        try (VectorIndex after = VectorIndex.open(folder)) {
            assertThat(after.count()).isEqualTo(200);
            assertThat(after.entry("image 6")).isEmpty();
            assertThat(ids(after.search(new SetQuery(SetQuery.Of.IMAGES, other, 1, 0)))).containsExactly("image 5");
        }
    }

    @Test
    void entry_vectorsPromptAndMetadata_areWhatWasPut() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("width", 512L);
        metadata.put("score", 0.1);
        metadata.put("nsfw", false);
        metadata.put("model", "sd-1.4");
        metadata.put("id", "other's");
        SplittableRandom random = new SplittableRandom(5);
        VectorEntry entry = new VectorEntry("a/b.png", Optional.of(vector(random, 1)), Optional.of(vector(random, 2)),
                Optional.of("a boat,\n\"red\""), metadata);

        write(VectorIndexKind.QUANTISED, List.of(entry));

        try (VectorIndex index = VectorIndex.open(folder)) {
            assertThat(index.entry("a/b.png")).contains(entry);
            assertThat(index.usual()).isEqualTo(SetQuery.Of.IMAGES);
            List<VectorEntry> all = new ArrayList<>();
            index.forEach(all::add);
            assertThat(all).containsExactly(entry);
        }
    }

    @ParameterizedTest
    @EnumSource
    void search_filtered_areTheNearestOfThoseOnly(VectorIndexKind kind) {
        SplittableRandom random = new SplittableRandom(21);
        List<VectorEntry> entries = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("width", i % 3 == 0 ? (Object) String.valueOf(i) : (Object) (long) i);
            metadata.put("Model", i % 2 == 0 ? "sd-1.4" : "sdxl");
            if (i % 5 == 0) {
                metadata.put("nsfw", i % 10 == 0);
            }
            entries.add(new VectorEntry("e" + i, Optional.of(vector(random, i % 9)), Optional.empty(),
                    Optional.of("Prompt (%d)\nof a [boat]".formatted(i)), metadata));
        }
        write(kind, entries);
        Embedding query = vector(random, 3);

        try (VectorIndex index = VectorIndex.open(folder)) {
            for (String text : List.of("width>=512 and model='sd-1.4'", "width<10", "width=-0", "nsfw=true",
                    "nsfw != true",
                    "nsfw is missing and width>790", "not model='sdxl' and width in (4, 6, 7)", "model>'sd-1.4'",
                    "prompt contains '(17' or prompt contains 'BOAT]' and width<3", "model<='sd-1.4' and width<='2'",
                    "length>21 and width>780", "id='e5'", "width != 3 and width < 6")) {
                Filter filter = Filter.parse(text);
                List<VectorEntry> passing = entries.stream().filter(entry -> filter.holds(field(entry))).toList();
                assertThat(passing).as(text).isNotEmpty();
                assertThat(ids(index.search(new SetQuery(SetQuery.Of.IMAGES, query, Optional.of(filter), 10, 0))))
                        .as(text)
                        .isEqualTo(nearest(passing, query, 10));
            }
            assertThatThrownBy(() -> index.search(new SetQuery(SetQuery.Of.IMAGES, query,
                    Optional.of(Filter.parse("widht>1")), 1, 0))).hasMessageContaining("Did you mean \"width\"?");
        }
    }

    private static Function<String, Optional<Object>> field(VectorEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        entry.metadata().forEach((name, value) -> fields.put(name.toLowerCase(Locale.ROOT), value));
        fields.put("id", entry.id());
        fields.put("prompt", entry.prompt().orElseThrow());
        fields.put("length", (long) entry.prompt().orElseThrow().length());
        return name -> Optional.ofNullable(fields.get(name));
    }

    @Test
    void open_otherModelOrDimension_isRefused() {
        write(VectorIndexKind.FLAT, images(3));

        assertThatThrownBy(() -> VectorIndexWriter.open(folder, VectorIndexKind.FLAT, DIMENSION,
                Optional.of(new VectorOrigin("clip", "a".repeat(64)))))
                .hasMessageContaining("vectors of one model");
        assertThatThrownBy(() -> VectorIndexWriter.open(folder, VectorIndexKind.FLAT, 8, ORIGIN))
                .hasMessageContaining("24 numbers a vector and these have 8");
        try (VectorIndex index = VectorIndex.open(folder)) {
            Embedding small = Embedding.ofVector(new float[]{1, 0});
            assertThatThrownBy(() -> index.search(new SetQuery(SetQuery.Of.IMAGES, small, 1, 0)))
                    .isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining("clip ffffffffffff");
        }
    }

    @Test
    void open_nothingOtherFilesOrDamage_isASentenceWithTheRemedy() throws IOException {
        assertThatThrownBy(() -> VectorIndex.open(folder.resolve("none")))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.NOT_FOUND));
        Path used = Files.createDirectories(folder.resolve("used"));
        Files.writeString(used.resolve("letter.txt"), "dear");
        assertThatThrownBy(() -> VectorIndexWriter.open(used, VectorIndexKind.FLAT, DIMENSION, ORIGIN))
                .hasMessageContaining("a folder of its own");
        folder = folder.resolve("index");
        write(VectorIndexKind.HNSW, images(300));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".cfs") || path.toString().endsWith(".vec"))
                    .toList()) {
                Files.write(file, new byte[]{1, 2, 3}, StandardOpenOption.TRUNCATE_EXISTING);
            }
        }
        assertThatThrownBy(() -> VectorIndex.open(folder)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("dreamcacher index");
    }

    @Test
    void open_whatAKillBeforeTheFirstCommitLeft_isTakenAway() throws IOException {
        Files.write(folder.resolve("_0.fdt"), new byte[]{1, 2});
        Files.write(folder.resolve("write.lock"), new byte[0]);

        write(VectorIndexKind.FLAT, images(5));

        assertThat(folder.resolve("_0.fdt")).doesNotExist();
        try (VectorIndex index = VectorIndex.open(folder)) {
            assertThat(index.count()).isEqualTo(5);
        }
    }

    @Test
    void finish_emptyIndex_isOneThatFindsNothing() {
        write(VectorIndexKind.HNSW, List.of());

        try (VectorIndex index = VectorIndex.open(folder)) {
            assertThat(index.search(new SetQuery(SetQuery.Of.IMAGES, vector(new SplittableRandom(1), 1), 5, 0)))
                    .isEmpty();
        }
    }
}
