package io.dreamcacher.collections.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.datasets.image.ImageFolder;
import io.dreamcacher.datasets.table.TableLayout;
import io.dreamcacher.datasets.vectors.VectorLayout;
import io.dreamcacher.datasets.vectors.VectorSource;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.image.Png;
import io.dreamcacher.testkit.FakeSearchEncoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EmbeddingJobTest {
    private static final EmbeddingJob.Listener NOBODY = (before, done, total) -> {};

    @TempDir
    private Path folder;

    private final List<Defect> defects = new ArrayList<>();

    private Path pictures(int count) throws IOException {
        Path pictures = folder.resolve("pictures");
        for (int i = 0; i < count; i++) {
            Path file = pictures.resolve("%05d/%04d.png".formatted(i / 10, i));
            Files.createDirectories(file.resolveSibling(""));
            Files.write(file, Png.encode(FakeSearchEncoder.image("picture number " + i)));
        }
        return pictures;
    }

    private EmbeddingPlan plan(EmbeddingInput input, String target, int shard) {
        return new EmbeddingPlan(input, folder.resolve(target), VectorLayout.CLIP_RETRIEVAL, 4, 2, shard);
    }

    private EmbeddingJob.Tally run(EmbeddingPlan plan, SearchEncoder encoder) {
        return new EmbeddingJob(plan, encoder, ImageFileReader.DEFAULT, defects::add).run(NOBODY);
    }

    private static EmbeddingInput images(Path pictures) {
        return new EmbeddingInput.Images(new ImageFolder(pictures));
    }

    private static Map<String, Integer> bytes(Path folder) throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private List<VectorEntry> entries(String target) {
        try (VectorSource source = VectorSource.open(folder.resolve(target), defects::add)) {
            List<VectorEntry> entries = new ArrayList<>();
            source.forEach(entries::add);
            return entries;
        }
    }

    @Test
    void run_folderOfImages_vectorOfEachUnderItsPath() throws IOException {
        EmbeddingJob.Tally tally = run(plan(images(pictures(23)), "vectors", 10), new FakeSearchEncoder());

        assertThat(tally.embedded()).isEqualTo(23);
        List<VectorEntry> entries = entries("vectors");
        assertThat(entries).hasSize(23);
        assertThat(entries.get(11).id()).isEqualTo("00001/0011.png");
        Embedding expected = new FakeSearchEncoder().encode(FakeSearchEncoder.image("picture number 11"));
        assertThat(entries.get(11).image().orElseThrow().similarity(expected)).isGreaterThan(0.999);
    }

    @Test
    void run_brokenImages_areToldAndPassedOverAndTheOthersThere() throws IOException {
        Path pictures = pictures(9);
        Files.write(pictures.resolve("00000/0003.png"), new byte[0]);
        Files.writeString(pictures.resolve("00000/0007.png"), "<html>none</html>");

        EmbeddingJob.Tally tally = run(plan(images(pictures), "vectors", 4), new FakeSearchEncoder());

        assertThat(tally.embedded()).isEqualTo(7);
        assertThat(tally.passedOver()).isEqualTo(2);
        assertThat(defects).extracting(defect -> defect.file().getFileName().toString())
                .containsExactly("0003.png", "0007.png");
        assertThat(entries("vectors")).extracting(VectorEntry::id)
                .doesNotContain("00000/0003.png", "00000/0007.png")
                .hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5})
    void run_endedAnywhereAndStartedAgain_sameBytesAsUndisturbed(int calls) throws IOException {
        EmbeddingInput input = images(pictures(23));
        run(plan(input, "undisturbed", 5), new FakeSearchEncoder());

        assertThatThrownBy(() -> run(plan(input, "vectors", 5), new Failing(calls)))
                .isInstanceOf(IllegalStateException.class);
        EmbeddingJob.Tally tally = run(plan(input, "vectors", 5), new FakeSearchEncoder());

        assertThat(tally.embedded() + tally.before()).isEqualTo(23);
        assertThat(bytes(folder.resolve("vectors"))).isEqualTo(bytes(folder.resolve("undisturbed")));
    }

    @Test
    void run_again_nothingIsMadeTwiceButAShardWithADamagedFile() throws IOException {
        EmbeddingPlan plan = plan(images(pictures(12)), "vectors", 5);
        run(plan, new FakeSearchEncoder());
        Map<String, Integer> before = bytes(plan.target());
        assertThat(run(plan, new FakeSearchEncoder()).embedded()).isZero();
        Files.writeString(plan.target().resolve("img_emb/img_emb_1.npy"), "damaged");

        EmbeddingJob.Tally tally = run(plan, new FakeSearchEncoder());

        assertThat(tally.embedded()).isEqualTo(5);
        assertThat(bytes(plan.target())).isEqualTo(before);
    }

    @Test
    void run_otherCollectionIntoTheSameFolder_isRefused() throws IOException {
        Path pictures = pictures(6);
        run(plan(images(pictures), "vectors", 5), new FakeSearchEncoder());
        Files.delete(pictures.resolve("00000/0000.png"));

        assertThatThrownBy(() -> run(plan(images(pictures), "vectors", 5), new FakeSearchEncoder()))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("name another folder with --to");
    }

    @Test
    void run_modelWithoutImageTower_isRefusedBeforeAnythingIsWritten() throws IOException {
        Path pictures = pictures(1);

        assertThatThrownBy(() -> run(plan(images(pictures), "vectors", 5), FakeSearchEncoder.blind()))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("image tower");
        assertThat(folder.resolve("vectors")).doesNotExist();
    }

    @Test
    void run_promptsOfATable_idsOfItsColumnAndRepeatedOnesTold() throws IOException {
        Path file = folder.resolve("prompts.csv");
        Files.writeString(file, "id,prompt\nx1,a boat\nx2,a red house\nx1,a cat\n", StandardCharsets.UTF_8);
        EmbeddingInput input = new EmbeddingInput.Prompts(file, TableLayout.UNKNOWN, Optional.of("id"));

        EmbeddingJob.Tally tally = run(plan(input, "vectors", 10), new FakeSearchEncoder());

        assertThat(tally.embedded()).isEqualTo(2);
        assertThat(defects).singleElement().extracting(Defect::place).isEqualTo("id \"x1\"");
        List<VectorEntry> entries = entries("vectors");
        assertThat(entries).extracting(VectorEntry::id).containsExactly("x1", "x2");
        assertThat(entries.get(1).text()).contains(new FakeSearchEncoder().encode("a red house").text().orElseThrow());
    }

    @Test
    void run_promptsWithoutIds_samePromptSameIdAndOnce() throws IOException {
        Path file = folder.resolve("prompts.txt");
        Files.writeString(file, "a boat\n\na cat\na boat\n", StandardCharsets.UTF_8);
        EmbeddingInput input = new EmbeddingInput.Prompts(file, TableLayout.UNKNOWN, Optional.empty());

        run(plan(input, "vectors", 10), new FakeSearchEncoder());

        assertThat(entries("vectors")).extracting(VectorEntry::id)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{20}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 5000})
    void plan_batchOutOfRange_isRefusedWithTheRange(int batch) throws IOException {
        EmbeddingInput input = images(pictures(1));

        assertThatThrownBy(() -> new EmbeddingPlan(input, folder, VectorLayout.KREA, batch, 1, 1))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("--batch must be from 1 to 4,096");
    }

    /** Fails after so many batches. */
    private static final class Failing implements SearchEncoder {
        private final FakeSearchEncoder encoder = new FakeSearchEncoder();
        private final AtomicInteger left;

        Failing(int calls) {
            left = new AtomicInteger(calls);
        }

        @Override
        public EncoderDescription description() {
            return encoder.description();
        }

        @Override
        public EncodedPrompt encode(String prompt) {
            return encoder.encode(prompt);
        }

        @Override
        public Embedding encode(BufferedImage image) {
            return encoder.encode(image);
        }

        @Override
        public List<Embedding> encodeImages(List<BufferedImage> images) {
            if (left.getAndDecrement() <= 0) {
                throw new IllegalStateException("the process ends here");
            }
            return encoder.encodeImages(images);
        }

        @Override
        public void close() {}
    }
}
