package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.generator.GeneratorDescription;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelsPrecisionTest {
    @TempDir
    private Path folder;

    @Test
    void named_precisionInTheReference_isWhatItComputesWith() {
        try (Models models = new Models(folder, List.of(Postcards.NAME), EngineOptions.USUAL)) {
            GeneratorDescription usual = models.named(Postcards.NAME).description();
            GeneratorDescription fast = models.named(Postcards.NAME + "?precision=fast").description();

            assertThat(usual.defaults().rendering().precision()).contains("exact");
            assertThat(fast.defaults().rendering().precision()).contains("fast");
            assertThat(fast.name()).as("how it computes is no part of its name").isEqualTo(Postcards.NAME);
            assertThat(fast.fingerprint()).isEqualTo(usual.fingerprint());
            assertThatThrownBy(() -> models.named(Postcards.NAME + "?precision=half"))
                    .hasMessageContaining("precision must be one of exact, fast; found \"half\"");
        }
    }
}
