package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GeneratorOptions;
import io.dreamcacher.diffusion.noise.NoiseGenerator;
import io.dreamcacher.diffusion.onnx.Precision;
import io.dreamcacher.diffusion.safety.SafetyMode;
import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(of(EngineOptions.USUAL, "m").pipeline().safety()).isEqualTo(SafetyMode.OFF);
        Files.createDirectories(folder.resolve("safety_checker"));
        Files.writeString(folder.resolve("safety_checker/config.json"), "{}");
        assertThat(of(EngineOptions.USUAL, "m").pipeline().safety()).isEqualTo(SafetyMode.FLAG);
        assertThat(of(EngineOptions.USUAL.withSafety("off"), "m").pipeline().safety()).isEqualTo(SafetyMode.OFF);
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
        return options.of(ModelReference.parse(reference), folder, options.sessions(folder));
    }
}
