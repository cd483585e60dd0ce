package io.dreamcacher.datasets.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written is read again, in any order. */
class NpyRoundTripTest {
    @TempDir
    private Path folder;

    @RepeatedTest(20)
    void vectors_writtenAndRead_areTheSame(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int dimension = 1 + random.nextInt(900);
        List<float[]> vectors = IntStream.range(0, random.nextInt(1500))
                .mapToObj(i -> vector(random, dimension))
                .toList();
        Path file = folder.resolve("v.npy");

        NpyVectors.write(file, vectors, dimension, FloatPrecision.SINGLE);

        assertThat(NpyGoldenTest.vectors(file)).usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(vectors);
        try (NpyVectors read = NpyVectors.open(file)) {
            for (int i = 0; i < Math.min(20, vectors.size()); i++) {
                int row = random.nextInt(vectors.size());
                assertThat(read.row(row)).isEqualTo(vectors.get(row));
            }
        }
    }

    @RepeatedTest(10)
    void texts_writtenAndRead_areTheSame(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> texts = IntStream.range(0, random.nextInt(3000)).mapToObj(i -> text(random)).toList();
        Path file = folder.resolve("t.npy");

        NpyTexts.write(file, texts);

        assertThat(NpyGoldenTest.texts(file)).isEqualTo(texts);
    }

    @Test
    void half_everyNumberOf16Bits_isReadAndWrittenUnchanged() {
        float[] all = new float[1 << 16];
        IntStream.range(0, all.length).forEach(i -> all[i] = Float.float16ToFloat((short) i));
        Path file = folder.resolve("h.npy");

        NpyVectors.write(file, List.of(all), all.length, FloatPrecision.HALF);

        assertThat(NpyGoldenTest.vectors(file).getFirst()).isEqualTo(all);
    }

    @Test
    void row_fileShrunkMeanwhile_saysSo() throws IOException {
        Random random = new Random(3);
        Path file = folder.resolve("v.npy");
        NpyVectors.write(file, IntStream.range(0, 3000).mapToObj(i -> vector(random, 300)).toList(), 300,
                FloatPrecision.SINGLE);
        try (NpyVectors read = NpyVectors.open(file);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(2_000_000);

            assertThatThrownBy(() -> read.row(2999)).isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining("became shorter");
        }
    }

    @Test
    void write_anotherLength_leavesNoFile() {
        Path file = folder.resolve("v.npy");

        assertThatThrownBy(() -> NpyVectors.write(file, List.of(new float[3], new float[4]), 3, FloatPrecision.SINGLE))
                .hasMessageContaining("3 numbers, found 4");
        assertThat(folder).isEmptyDirectory();
    }

    static float[] vector(Random random, int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    /** Any characters but zero at the end, which numpy cannot keep either. */
    private static String text(Random random) {
        return random.ints(random.nextInt(40), 1, 0x110000)
                .filter(c -> Character.getType(c) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
