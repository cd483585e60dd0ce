package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.Fuzz;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafetensorsFuzzTest {
    private static final String HEADER = "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"a.bias\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[24,28]},"
            + "\"ids\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[28,36]}}";

    @TempDir
    private Path folder;

    @Test
    void open_brokenHeader_isASentence() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Fuzz.attempts(random -> {
            byte[] bytes = SafetensorsBytes.file(Fuzz.mutated(HEADER, random), new byte[36 + random.nextInt(2)]);
            Files.write(file, broken(bytes, random));
            SafetensorsFile opened = SafetensorsFile.open(file);
            for (TensorEntry entry : opened.tensors().values()) {
                opened.floats(entry.name());
            }
        });
    }

    private static byte[] broken(byte[] bytes, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> bytes[random.nextInt(8)] = (byte) random.nextInt(256);
            case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            default -> {
            }
        }
        return bytes;
    }

    @Test
    void open_brokenIndex_isASentence() throws IOException {
        new SafetensorsBytes().add("a", Shape.of(1), 1f).write(folder.resolve("1.safetensors"));
        Path index = folder.resolve("model.safetensors.index.json");
        String json = "{\"metadata\":{\"total_size\":8},\"weight_map\":{\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"}}";
        Fuzz.attempts(random -> {
            Files.write(index, Fuzz.mutated(json, random).getBytes(StandardCharsets.UTF_8));
            Checkpoint.open(index);
        });
    }
}
