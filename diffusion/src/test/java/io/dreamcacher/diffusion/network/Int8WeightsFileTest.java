package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.SafetensorsBytes;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.model.WeightTensor;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Int8WeightsFileTest {
    @TempDir
    private Path folder;
    private Path cache;
    private Checkpoint model;

    @BeforeEach
    void writeModel() throws IOException {
        cache = folder.resolve("cache");
        model = Checkpoint.open(new SafetensorsBytes().add("fc.weight", Shape.of(2, 2), 1, 2, 3, 4)
                .add("fc.bias", Shape.of(2), 5, 6)
                .write(folder.resolve("model.safetensors")));
    }

    @Test
    void checkpoint_firstTime_isMadeAndHoldsEverything() throws IOException {
        Checkpoint rounded = rounded(model);

        assertThat(rounded.names()).containsExactly("fc.bias", "fc.weight.bytes", "fc.weight.scales");
        assertThat(rounded.tensor("fc.bias").floats()).containsExactly(5, 6);
        assertThat(rounded.tensor("fc.weight.scales").floats()).containsExactly(2 / 127f, 4 / 127f);
        assertThat(files()).hasSize(1);
    }

    @Test
    void checkpoint_secondTime_isNotMadeAgain() throws IOException {
        var first = rounded(model);
        var made = Files.getLastModifiedTime(files().getFirst());
        Files.setLastModifiedTime(files().getFirst(), FileTime.fromMillis(1_000));

        assertThat(rounded(model).names()).isEqualTo(first.names());
        assertThat(Files.getLastModifiedTime(files().getFirst())).isLessThan(made);
    }

    @Test
    void checkpoint_damagedAnywhere_isMadeAgain() throws IOException {
        var unused = rounded(model);
        Path file = files().getFirst();
        byte[] sound = Files.readAllBytes(file);
        for (int i = 0; i < sound.length; i += 5) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 4;
            Files.write(file, damaged);
            assertThat(rounded(model).tensor("fc.bias").floats()).containsExactly(5, 6);
            assertThat(Files.readAllBytes(file)).as("byte %d", i)
                    .satisfiesAnyOf(
                            bytes -> assertThat(bytes).isEqualTo(sound), // or a text nobody reads: the name of the format
                            bytes -> assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                                    .contains("fc.weight.bytes", "fc.weight.scales", "fc.bias", "crc32c"));
        }
        Files.write(file, Arrays.copyOf(sound, sound.length - 9));
        assertThat(rounded(model).tensor("fc.bias").floats()).containsExactly(5, 6);
        assertThat(Files.readAllBytes(file)).isEqualTo(sound);
    }

    @Test
    void checkpoint_ofOtherNumbers_isAnotherFile() throws IOException {
        var unused = rounded(model);
        Checkpoint merged = model.with(
                Map.of("fc.weight", new WeightTensor.Made(Shape.of(2, 2), () -> new float[]{1, 2, 3, 5})));
        assertThat(rounded(merged).names()).isNotEmpty();
        assertThat(files()).hasSize(2);

        new SafetensorsBytes().add("fc.weight", Shape.of(2, 2), 9, 2, 3, 4)
                .add("fc.bias", Shape.of(2), 5, 6)
                .write(folder.resolve("model.safetensors"));
        Checkpoint changed = rounded(Checkpoint.open(folder.resolve("model.safetensors")));
        assertThat(files()).hasSize(3);
        assertThat(changed.tensor("fc.weight.scales").floats()).containsExactly(9 / 127f, 4 / 127f);
    }

    @Test
    void checkpoint_manyAtOnce_allSeeAWholeFile() {
        IntStream.range(0, 16).parallel().forEach(i -> {
            assertThat(rounded(model).tensor("fc.bias").floats()).containsExactly(5, 6);
        });
    }

    @Test
    void checkpoint_afterAProcessWasKilled_removesWhatItLeftHalfWritten() throws IOException {
        Path left = Files.createDirectories(cache.resolve("int8"));
        Path old = Files.writeString(left.resolve("int8123.tmp"), "half");
        Path young = Files.writeString(left.resolve("int8456.tmp"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        var unused = rounded(model);

        assertThat(old).doesNotExist();
        assertThat(young).as("another process may be writing it").exists();
    }

    @Test
    void checkpoint_folderThatCannotBeWritten_saysWhatToDo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Int8WeightsFile.in(file).checkpoint(sources(model)))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.EXHAUSTED))
                .hasMessageStartingWith("Weights rounded for the precision fast must be kept in " + file)
                .hasMessageEndingWith("Free some space, choose another cache folder, or the precision exact.");
    }

    private Checkpoint rounded(Checkpoint checkpoint) {
        return Int8WeightsFile.in(cache).checkpoint(sources(checkpoint));
    }

    private static SortedMap<String, WeightSource> sources(Checkpoint checkpoint) {
        Int8Matrix matrix = new Int8Matrix(checkpoint.tensor("fc.weight"));
        return new TreeMap<>(Map.of("fc.bias", new WeightSource.Plain(checkpoint.tensor("fc.bias")), "fc.weight.bytes",
                new WeightSource.Bytes(matrix), "fc.weight.scales", new WeightSource.Scales(matrix)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("int8"))) {
            return files.toList();
        }
    }
}
