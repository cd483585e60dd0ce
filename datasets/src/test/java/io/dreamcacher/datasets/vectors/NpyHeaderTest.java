package io.dreamcacher.datasets.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.testkit.GoldenData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that lie. */
class NpyHeaderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"(6, 8)", "(4, 8)", "(5, 9)", "(0, 8)", "(9223372036854775807, 8)",
            "(4611686018427387909, 8)"})
    void open_shapeSaysOtherThanTheFileHas_isRefusedWithBoth(String shape) throws IOException {
        Path file = withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': %s, }".formatted(shape));

        assertThatThrownBy(() -> NpyVectors.open(file)).isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll("lying.npy", shape.substring(1, 2), "160 follow the header", "save it again");
    }

    @Test
    void open_cutShortAnywhere_isRefused() throws IOException {
        byte[] whole = Files.readAllBytes(GoldenData.of("npy/float32.npy"));
        for (int length = 0; length < whole.length; length++) {
            Path file = folder.resolve("cut.npy");
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> NpyVectors.open(file)).as("%d bytes", length)
                    .isInstanceOfSatisfying(DreamCacherException.class,
                            e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                    .hasMessageContaining("cut.npy");
        }
    }

    @Test
    void open_headerOfGigabytes_isRefusedUnread() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0}).putInt(-2);
        Path file = Files.write(folder.resolve("absurd.npy"), bytes.array());

        assertThatThrownBy(() -> NpyVectors.open(file)).isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll("absurd.npy", "at most 10,000", "4,294,967,294");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{'descr': '<f4', 'shape': (5, 8), } | dictionary",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (5, -8), } | shape is [5, -8]",
            "{'descr': '<f4', 'fortran_order': 1, 'shape': (5, 8), } | fortran_order is 1",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (5, 99999999999999999999), } | character 55",
            "__import__('os').system('x') | character 1", "{'descr': '<f4' | ends too early",
            "((((((((((((((((((((((((((((((((((((((((((((((((((((( | nesting"})
    void open_headerIsNoDictionaryOfNumpys_saysWhereItStops(String header, String found) throws IOException {
        Path file = withHeader(header);

        assertThatThrownBy(() -> NpyVectors.open(file)).isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll("lying.npy", found);
    }

    @Test
    void open_python2Shape_isRead() throws IOException {
        Path file = withHeader("{'descr': \"<f4\", 'fortran_order': False, 'shape': (5L, 8L)}");

        assertThat(NpyGoldenTest.vectors(file)).hasSize(5);
    }

    @Test
    void open_otherVersion_saysWhich() throws IOException {
        byte[] bytes = Files.readAllBytes(GoldenData.of("npy/float32.npy"));
        bytes[6] = 4;
        Path file = Files.write(folder.resolve("four.npy"), bytes);

        assertThatThrownBy(() -> NpyVectors.open(file)).hasMessageContainingAll("four.npy has 4");
    }

    @Test
    void open_anyByteChanged_isReadOrRefusedInASentence() throws IOException {
        long seed = 20261201;
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(GoldenData.of("npy/float32.npy"));
        for (int i = 0; i < 500; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(128)] = (byte) random.nextInt(256);
            Path file = Files.write(folder.resolve("changed.npy"), changed);
            try {
                assertThat(NpyGoldenTest.vectors(file)).as("seed %d, change %d", seed, i).isNotEmpty();
            } catch (DreamCacherException e) {
                assertThat(e).as("seed %d, change %d", seed, i).hasMessageContaining("changed.npy");
            }
        }
    }

    /** The numbers of the golden file behind another header. */
    private Path withHeader(String header) throws IOException {
        byte[] numbers = Files.readAllBytes(GoldenData.of("npy/float32.npy"));
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 1 + 160).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(numbers, 0, 8).putShort((short) (header.length() + 1));
        bytes.put((header + "\n").getBytes(StandardCharsets.ISO_8859_1)).put(numbers, 128, 160);
        return Files.write(folder.resolve("lying.npy"), bytes.array());
    }
}
