package io.dreamcacher.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.testkit.GoldenData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Numbers that diffusers 0.40 and transformers 5.18 computed: those bundled with Postcards, and those of the tiny
 * repositories in the testkit.
 */
public final class GoldenFiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private GoldenFiles() {}

    /** The bundled model. */
    public static Path postcards() {
        return Path.of("../models/postcards");
    }

    /** A file or folder of the tiny repositories and their numbers. */
    public static Path shared(String name) {
        return GoldenData.of(name);
    }

    /** What Postcards' index says of one of its golden files. */
    public static JsonNode postcardsIndex(String file) {
        return JSON.readTree(postcards().resolve("golden/index.json").toFile()).path("entries").path(file);
    }

    /** What the index says of a file of theirs. */
    public static JsonNode index(String file) {
        return JSON.readTree(shared("INDEX.json").toFile()).path("files").path(file);
    }

    /** The largest absolute difference that the index accepts for a tensor of a file of theirs. */
    public static double tolerance(String file, String tensor) {
        JsonNode tolerance = index(file).path("atol").path(tensor);
        assertThat(tolerance.isNumber()).as("atol of %s in %s", tensor, file).isTrue();
        return tolerance.doubleValue();
    }

    /** A tensor of floats. */
    public static FloatTensor floats(SafetensorsFile file, String name) {
        return new FloatTensor(file.tensor(name).shape(), file.floats(name));
    }

    /** The rows of a matrix of token ids. */
    public static List<int[]> rows(SafetensorsFile file, String name) {
        TensorEntry entry = file.tensor(name);
        int width = entry.shape().intSize(1);
        long[] ids = file.longs(name);
        return IntStream.range(0, entry.shape().intSize(0))
                .mapToObj(
                        row -> Arrays.stream(ids, row * width, (row + 1) * width).mapToInt(Math::toIntExact).toArray())
                .toList();
    }

    /** Compares shapes exactly and values with a tolerance. */
    public static void assertClose(String what, FloatTensor actual, FloatTensor expected, double tolerance) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double largest = 0;
        for (int i = 0; i < actual.values().length; i++) {
            double difference = Math.abs((double) actual.values()[i] - expected.values()[i]);
            largest = difference <= largest ? largest : difference; // a NaN stays
        }
        assertThat(largest).as("largest difference of %s", what).isLessThanOrEqualTo(tolerance);
    }
}
