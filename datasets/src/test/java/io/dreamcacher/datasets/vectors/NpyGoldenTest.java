package io.dreamcacher.datasets.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.testkit.GoldenData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that numpy wrote; {@code testkit/golden/npy/README.md} says how. */
class NpyGoldenTest {
    private static final List<String> IDS = List.of("000000000", "a/b é.jpg", "雪😀", "x", "12");

    @ParameterizedTest
    @CsvSource({"float32.npy, values.txt", "version2.npy, values.txt", "version3.npy, values.txt",
            "float16.npy, values16.txt"})
    void vectors_ofNumpy_areItsNumbers(String file, String values) throws IOException {
        List<float[]> expected = numbers(values);

        assertThat(vectors(golden(file))).usingElementComparator(Arrays::compare).containsExactlyElementsOf(expected);
    }

    @Test
    void texts_ofNumpy_areItsTexts() {
        assertThat(texts(golden("ids.npy"))).isEqualTo(IDS);
    }

    @Test
    void write_sameValues_areNumpysBytes(@TempDir Path folder) throws IOException {
        NpyVectors.write(folder.resolve("a.npy"), numbers("values.txt"), 8, FloatPrecision.SINGLE);
        NpyVectors.write(folder.resolve("b.npy"), numbers("values16.txt"), 8, FloatPrecision.HALF);
        NpyTexts.write(folder.resolve("c.npy"), IDS);

        assertThat(folder.resolve("a.npy")).hasSameBinaryContentAs(golden("float32.npy"));
        assertThat(folder.resolve("b.npy")).hasSameBinaryContentAs(golden("float16.npy"));
        assertThat(folder.resolve("c.npy")).hasSameBinaryContentAs(golden("ids.npy"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"big-endian.npy | big-endian (>f4) | astype(\"<f4\")",
            "fortran.npy | Fortran order | ascontiguousarray", "object.npy | pickled Python objects | astype(str)",
            "float64.npy | has <f8 | astype(\"float32\")", "structured.npy | records of several | a file of its own",
            "one-axis.npy | shape of | reshape(rows, dimension)", "ids.npy | has <U9 | float32"})
    void open_notVectors_saysWhatWasFoundAndTheRemedy(String file, String found, String remedy) {
        assertThatThrownBy(() -> NpyVectors.open(golden(file))).isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll(file, found, remedy);
    }

    @ParameterizedTest
    @CsvSource({"int-ids.npy, <i8", "float32.npy, <f4"})
    void open_notTexts_saysWhatWasFoundAndTheRemedy(String file, String found) {
        assertThatThrownBy(() -> NpyTexts.open(golden(file))).isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll(file, found, "astype(str)");
    }

    private static Path golden(String name) {
        return GoldenData.of("npy/" + name);
    }

    private static List<float[]> numbers(String name) throws IOException {
        return Files.readAllLines(golden(name)).stream().map(line -> {
            String[] words = line.split(" ", -1);
            float[] row = new float[words.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = Float.parseFloat(words[i]);
            }
            return row;
        }).toList();
    }

    static List<float[]> vectors(Path file) {
        try (NpyVectors vectors = NpyVectors.open(file)) {
            return LongStream.range(0, vectors.count()).mapToObj(vectors::row).toList();
        }
    }

    static List<String> texts(Path file) {
        try (NpyTexts texts = NpyTexts.open(file)) {
            return LongStream.range(0, texts.count()).mapToObj(texts::row).toList();
        }
    }
}
