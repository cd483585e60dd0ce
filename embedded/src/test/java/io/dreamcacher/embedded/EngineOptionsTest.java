package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import io.dreamcacher.diffusion.noise.NoiseGenerator;
import io.dreamcacher.diffusion.pipeline.DiffusionGenerator.GeneratorOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.model.ModelLine;
import io.dreamcacher.model.Safety;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void of_referenceWithPrecisionAndNoise_isWhatItSays() {
        GeneratorOptions options = of(EngineOptions.USUAL.withLowMemory(true), "m?precision=fast&noise=torch-cuda");

        assertThat(options.pipeline().sessions().precision()).isEqualTo(Precision.FAST);
        assertThat(options.noise()).isEqualTo(NoiseGenerator.TORCH_CUDA);
        assertThat(options.pipeline().lowMemory()).isTrue();
    }

    @Test
    void of_autoSafety_flagsWhereTheModelHasAChecker() throws IOException {
        assertThat(of(EngineOptions.USUAL, "m").pipeline().safety()).isEqualTo(Safety.OFF);
        writeChecker();
        assertThat(of(EngineOptions.USUAL, "m").pipeline().safety()).isEqualTo(Safety.FLAG);
        assertThat(of(EngineOptions.USUAL.withSafety("off"), "m").pipeline().safety()).isEqualTo(Safety.OFF);
    }

    @Test
    void of_autoSafetyAndCheckerWithPickledWeightsOnly_isOffAndWarnsOnce() throws IOException {
        Path checker = Files.createDirectories(folder.resolve("safety_checker"));
        Files.writeString(checker.resolve("config.json"), "{}");
        Files.writeString(checker.resolve("pytorch_model.bin"), "pickled");
        List<LogRecord> logged = new ArrayList<>();

        GeneratorOptions options = logging(logged, () -> of(EngineOptions.USUAL, "m"));

        assertThat(options.pipeline().safety()).isEqualTo(Safety.OFF);
        assertThat(logged).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARNING);
            assertThat(new SimpleFormatter().formatMessage(line)).contains("are not checked")
                    .contains(checker.toString())
                    .endsWith("Get the safetensors version of this model.");
        });
    }

    private static <T> T logging(List<LogRecord> logged, Supplier<T> work) {
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(EngineOptions.class.getName());
        logger.addHandler(handler);
        try {
            return work.get();
        } finally {
            logger.removeHandler(handler);
        }
    }

    /** The tower of the bundled CLIP, and one concept of zeros for either list. */
    private void writeChecker() throws IOException {
        Path clip = Postcards.clip(folder.resolve("cache"));
        Path checker = Files.createDirectories(folder.resolve("safety_checker"));
        Path extractor = Files.createDirectories(folder.resolve("feature_extractor"));
        Files.copy(clip.resolve("config.json"), checker.resolve("config.json"));
        Files.copy(clip.resolve("preprocessor_config.json"), extractor.resolve("preprocessor_config.json"));
        Files.copy(clip.resolve("model.safetensors"), checker.resolve("clip.safetensors"));
        String header = """
                {"concept_embeds":{"dtype":"F32","shape":[1,128],"data_offsets":[0,512]},
                 "concept_embeds_weights":{"dtype":"F32","shape":[1],"data_offsets":[512,516]},
                 "special_care_embeds":{"dtype":"F32","shape":[1,128],"data_offsets":[516,1028]},
                 "special_care_embeds_weights":{"dtype":"F32","shape":[1],"data_offsets":[1028,1032]}}""";
        Files.write(checker.resolve("concepts.safetensors"), ByteBuffer.allocate(8 + header.length() + 1032)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .array());
        Stream<String> tower = Checkpoint.open(clip.resolve("model.safetensors"))
                .names()
                .stream()
                .map("\"%s\":\"clip.safetensors\""::formatted);
        Stream<String> concepts = Stream.of("concept_embeds", "special_care_embeds")
                .flatMap(name -> Stream.of(name, name + "_weights"))
                .map("\"%s\":\"concepts.safetensors\""::formatted);
        Files.writeString(checker.resolve("model.safetensors.index.json"), "{\"weight_map\":{%s}}"
                .formatted(Stream.concat(tower, concepts).collect(Collectors.joining(","))));
    }

    @Test
    void new_unknownNames_areRefusedNamingTheKnown() {
        assertThatThrownBy(() -> EngineOptions.USUAL.withProvider("abacus")).isInstanceOf(DreamCacherException.class)
                .hasMessage("The provider must be one of cpu, cuda, coreml, directml; found \"abacus\".");
        assertThatThrownBy(() -> EngineOptions.USUAL.withSafety("maybe")).isInstanceOf(DreamCacherException.class)
                .hasMessage("The safety mode must be one of auto, off, flag, blur, refuse; found \"maybe\".");
        assertThatThrownBy(() -> of(EngineOptions.USUAL, "m?precision=odd")).isInstanceOf(DreamCacherException.class)
                .hasMessage("The precision must be one of exact, fast; found \"odd\".");
        assertThatThrownBy(() -> of(EngineOptions.USUAL, "m?noise=odd")).isInstanceOf(DreamCacherException.class)
                .hasMessage("The noise must be one of torch-cpu, torch-cuda; found \"odd\".");
    }

    private GeneratorOptions of(EngineOptions options, String reference) {
        return options.of(ModelLine.parse(reference).rendering(), folder, options.sessions(folder));
    }
}
