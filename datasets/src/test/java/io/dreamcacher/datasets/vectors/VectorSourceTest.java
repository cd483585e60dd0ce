package io.dreamcacher.datasets.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.datasets.table.ParquetTable;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.embedding.VectorOrigin;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorSourceTest {
    private static final VectorOrigin POSTCARDS = new VectorOrigin("postcards", "fa32b72860a4");

    @TempDir
    private Path folder;

    private final List<Defect> defects = new ArrayList<>();

    @RepeatedTest(10)
    void krea_writtenAndRead_areTheSame(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        boolean ofTexts = random.nextBoolean();
        List<VectorEntry> entries = entries(random, 1 + random.nextInt(200), 1 + random.nextInt(64),
                ofTexts ? VectorEntry::ofText : VectorEntry::ofImage);
        VectorSink sink = VectorSink.open(folder, VectorLayout.KREA, ofTexts, POSTCARDS);

        int batch = 1 + random.nextInt(50);
        for (int i = 0; i * batch < entries.size(); i++) {
            sink.write(i, entries.subList(i * batch, Math.min(entries.size(), (i + 1) * batch)));
        }

        try (VectorSource source = open()) {
            assertThat(source).containsExactlyElementsOf(entries);
            assertThat(source).as("a second time").containsExactlyElementsOf(entries);
            assertThat(source.count()).isEqualTo(entries.size());
            assertThat(source.origin()).contains(POSTCARDS);
            assertThat(source.layout()).isEqualTo(VectorLayout.KREA);
        }
        assertThat(defects).isEmpty();
    }

    @RepeatedTest(10)
    void clipRetrieval_writtenAndRead_areTheSame(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int dimension = 1 + random.nextInt(40);
        List<VectorEntry> texts = entries(random, 60, dimension, VectorEntry::ofText);
        List<VectorEntry> entries = new ArrayList<>();
        for (VectorEntry image : entries(random, 60, dimension, VectorEntry::ofImage)) {
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("width", random.nextLong());
            metadata.put("url", "https://host/" + random.nextInt());
            entries.add(new VectorEntry(image.id(), image.image(), texts.get(entries.size()).text(),
                    random.nextBoolean() ? Optional.of("a prompt ✓") : Optional.empty(), metadata));
        }
        VectorSink sink = VectorSink.open(folder, VectorLayout.CLIP_RETRIEVAL, false, POSTCARDS);
        for (int i = 0; i < 12; i++) {
            assertThat(sink.has(i)).isFalse();
            sink.write(i, entries.subList(5 * i, 5 * i + 5));
            assertThat(sink.files(i)).hasSize(3);
        }

        try (VectorSource source = open()) {
            assertThat(source).containsExactlyElementsOf(entries);
            assertThat(source.count()).isEqualTo(60);
            assertThat(source.layout()).isEqualTo(VectorLayout.CLIP_RETRIEVAL);
        }
        assertThat(defects).isEmpty();
        assertThatThrownBy(() -> VectorSink.open(folder, VectorLayout.KREA, false, POSTCARDS))
                .hasMessageContaining("laid out in one way");
    }

    /** As clip-retrieval names them when there are ten partitions or more: float16, with leading zeros, without an id. */
    @Test
    void clipRetrieval_foldersOfItsOwn_areReadInOrderWithPathsAsIds() {
        for (int i = 9; i < 12; i++) {
            NpyVectors.write(folder.resolve("img_emb/img_emb_%02d.npy".formatted(i)),
                    List.of(new float[]{0.6f, 0.8f}, new float[]{1, 0}), 2, FloatPrecision.HALF);
            ParquetTable.write(folder.resolve("metadata/metadata_%02d.parquet".formatted(i)), List.of(),
                    List.of(Map.of("image_path", "a%d.jpg".formatted(i), "caption", "a boat"),
                            Map.of("image_path", "b%d.jpg".formatted(i))));
        }

        try (VectorSource source = open()) {
            assertThat(source).extracting(VectorEntry::id)
                    .containsExactly("a9.jpg", "b9.jpg", "a10.jpg", "b10.jpg", "a11.jpg", "b11.jpg");
            assertThat(source.iterator().next().prompt()).contains("a boat");
        }
        assertThat(defects).isEmpty();
    }

    @Test
    void clipRetrieval_missingPartsOrOtherLengths_areRefused() throws IOException {
        Map<String, Object> row = Map.of("image_path", "a.jpg");
        NpyVectors.write(folder.resolve("img_emb/img_emb_0.npy"), List.of(new float[]{1, 0}), 2, FloatPrecision.HALF);
        Files.createDirectories(folder.resolve("metadata"));
        assertThatThrownBy(this::open).hasMessageContaining("metadata_0.parquet");
        ParquetTable.write(folder.resolve("metadata/metadata_0.parquet"), List.of(), List.of(row, row));
        assertThatThrownBy(this::open).hasMessageContaining("Every vector must have an id");
        ParquetTable.write(folder.resolve("metadata/metadata_0.parquet"), List.of(), List.of(Map.of("caption", "x")));
        assertThatThrownBy(this::open).hasMessageContaining("none of the columns");
        ParquetTable.write(folder.resolve("metadata/metadata_0.parquet"), List.of(), List.of(row));
        ParquetTable.write(folder.resolve("metadata/metadata_1.parquet"), List.of(), List.of(row));
        assertThatThrownBy(this::open).hasMessageContaining("must have one of vectors");
        Files.writeString(folder.resolve("metadata/metadata_0.parquet"), "PAR1");
        assertThatThrownBy(this::open).isInstanceOf(DreamCacherException.class);
    }

    @Test
    void krea_foldersOfItsScripts_areNamedAsTheyNameThem() {
        VectorSink sink = VectorSink.open(folder, VectorLayout.KREA, false, POSTCARDS);
        assertThat(sink.has(12)).isFalse();

        sink.write(12, List.of(image("000000000", 1, 0)));

        assertThat(sink.has(12)).isTrue();
        assertThat(folder.resolve("ids/000000012.npy")).exists();
        assertThat(folder.resolve("embeddings/000000012.npy")).exists();
    }

    @Test
    void krea_promptIdsAndTextEmbeddings_areVectorsOfPrompts() {
        NpyTexts.write(folder.resolve("prompt_ids.npy"), List.of("a", "b"));
        NpyVectors.write(folder.resolve("text_embeddings.npy"), List.of(new float[]{1, 0}, new float[]{0, 1}), 2,
                FloatPrecision.SINGLE);

        try (VectorSource source = open()) {
            assertThat(source).extracting(VectorEntry::id).containsExactly("a", "b");
            assertThat(source).allMatch(entry -> entry.text().isPresent() && entry.image().isEmpty());
            assertThat(source.origin()).isEmpty();
        }
    }

    @Test
    void rows_notOfUnitLengthOrNotFiniteOrWithoutId_areToldAndPassedOver() {
        List<float[]> vectors = List.of(new float[]{1, 0}, new float[]{3, 4}, new float[]{Float.NaN, 1},
                new float[]{Float.POSITIVE_INFINITY, 1}, new float[]{0, 0}, new float[]{0.6f, 0.8f},
                new float[]{0, 1.005f});
        batch("000000000", List.of("a", "b", "c", "d", "e", "", "g"), vectors);

        try (VectorSource source = open()) {
            assertThat(source).extracting(VectorEntry::id).containsExactly("a", "g");
        }

        assertThat(defects).extracting(Defect::place)
                .containsExactly("row 1 (id b)", "row 2 (id c)", "row 3 (id d)", "row 4 (id e)", "row 5");
        assertThat(defects).extracting(Defect::reason)
                .satisfiesExactly(reason -> assertThat(reason).contains("length is 5.0000"),
                        reason -> assertThat(reason).contains("number 0 is NaN"),
                        reason -> assertThat(reason).contains("number 0 is Infinity"),
                        reason -> assertThat(reason).contains("length is 0.0000"),
                        reason -> assertThat(reason).contains("an id has characters"));
        assertThat(defects.getFirst().file()).isEqualTo(folder.resolve("embeddings/000000000.npy"));
        assertThat(defects.getLast().file()).isEqualTo(folder.resolve("ids/000000000.npy"));
    }

    @Test
    void open_idsAndVectorsOfDifferentLength_namesBothFiles() {
        batch("000000000", List.of("a", "b", "c"), List.of(new float[]{1, 0}, new float[]{1, 0}));

        assertThatThrownBy(this::open).isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll("ids/000000000.npy has 3 rows", "embeddings/000000000.npy has 2");
    }

    @Test
    void open_batchWithoutIds_namesIt() {
        batch("000000000", List.of("a"), List.of(new float[]{1, 0}));
        NpyVectors.write(folder.resolve("embeddings/000000001.npy"), List.of(new float[]{1, 0}), 2,
                FloatPrecision.SINGLE);

        assertThatThrownBy(this::open).isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll("embeddings/000000001.npy and no ids/000000001.npy");
    }

    @Test
    void open_dimensionsOfTwoModels_namesBoth() {
        batch("000000000", List.of("a"), List.of(new float[]{1, 0}));
        batch("000000001", List.of("b"), List.of(new float[]{1, 0, 0}));

        assertThatThrownBy(this::open).isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll("embeddings/000000001.npy have 3", "those before 2");
    }

    @Test
    void open_noSuchFolderOrNoneOfVectors_saysSo() throws IOException {
        assertThatThrownBy(() -> VectorSource.open(folder.resolve("none"), Defect.unheard()))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.NOT_FOUND));
        assertThatThrownBy(this::open).hasMessageContaining("ids/ and embeddings/");
        Files.writeString(folder.resolve("vectors.json"), "{");
        assertThatThrownBy(this::open).hasMessageContaining("vectors.json");
    }

    @Test
    void sink_folderOfAnotherModel_isRefused() {
        VectorSink.open(folder, VectorLayout.KREA, false, POSTCARDS);

        assertThat(VectorSink.open(folder, VectorLayout.KREA, false, POSTCARDS)).isNotNull();
        assertThatThrownBy(() -> VectorSink.open(folder, VectorLayout.KREA, false, new VectorOrigin("other", "beef")))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll("pictures of postcards fa32b72860a4", "pictures of other beef");
        assertThatThrownBy(() -> VectorSink.open(folder, VectorLayout.KREA, true, POSTCARDS))
                .hasMessageContaining("prompts of postcards");
    }

    @Test
    void sink_folderOfAnUnknownModel_isRefused() {
        batch("000000000", List.of("a"), List.of(new float[]{1, 0}));

        assertThatThrownBy(() -> VectorSink.open(folder, VectorLayout.KREA, false, POSTCARDS))
                .hasMessageContaining("nobody knows the model");
    }

    private VectorSource open() {
        return VectorSource.open(folder, defects::add);
    }

    private void batch(String name, List<String> ids, List<float[]> vectors) {
        NpyTexts.write(folder.resolve("ids").resolve(name + ".npy"), ids);
        NpyVectors.write(folder.resolve("embeddings").resolve(name + ".npy"), vectors, vectors.getFirst().length,
                FloatPrecision.SINGLE);
    }

    private static VectorEntry image(String id, float... vector) {
        return VectorEntry.ofImage(id, Embedding.ofVector(vector));
    }

    private static List<VectorEntry> entries(Random random, int count, int dimension,
            BiFunction<String, Embedding, VectorEntry> kind) {
        return IntStream.range(0, count)
                .mapToObj(i -> kind.apply("id-" + random.nextInt(100) + "-" + i,
                        Embedding.ofVector(NpyRoundTripTest.vector(random, dimension))))
                .toList();
    }
}
