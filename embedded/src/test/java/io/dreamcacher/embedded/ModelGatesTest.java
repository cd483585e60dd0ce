package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileCalibrationStore;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelLine;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.reuse.TextJudge;
import io.dreamcacher.testkit.Samples;
import io.dreamcacher.testkit.reuse.FakeVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelGatesTest {
    @TempDir
    private Path folder;

    private final FakeVerifier verifier = new FakeVerifier();
    private final TextJudge judge = TextJudges.by(verifier);

    @ParameterizedTest
    @ValueSource(strings = {"lora=x:0.5", "vae=x", "embedding=x", "precision=fast&lora=x:1.0"})
    void of_weightsLaidOverTheModel_goesByTheTextsAlone(String laidOver) {
        Gate.Decision decision = decision(Postcards.NAME + "?" + laidOver);

        assertThat(decision).isInstanceOf(Gate.Decision.Miss.class);
        assertThat(decision.reason()).contains("does not surely say the same");
    }

    @Test
    void of_modelAsItLies_reusesByItsCalibration() {
        assertThat(decision(Postcards.NAME)).isInstanceOf(Gate.Decision.Return.class);
        assertThat(decision(Postcards.NAME + "?precision=fast&noise=torch-cuda"))
                .isInstanceOf(Gate.Decision.Return.class);
    }

    @Test
    void of_calibrationThatChanges_opensAndClosesTheGateAtTheNextRequest() {
        Fingerprint fingerprint = new Fingerprint("d".repeat(64));
        FileCalibrationStore calibrations = new FileCalibrationStore(new DataFolder(folder.resolve("data")));
        try (Models models = new Models(folder, List.of(Postcards.NAME), EngineOptions.USUAL);
                SearchEncoder encoder = models.encoderOf(models.identity(""), "")) {
            ModelGates gates = new ModelGates(models, calibrations, encoder.description(), judge);
            GeneratorDescription model = description(Postcards.NAME + "?vae=x");
            assertThat(decide(gates, model)).isInstanceOf(Gate.Decision.Miss.class);

            Calibration bundled = calibrations.read(models.folder(description(Postcards.NAME).model())
                    .resolve("calibration.json")).orElseThrow();
            new FileCalibrationStore(new DataFolder(folder.resolve("data"))).put(fingerprint, bundled);

            assertThat(decide(gates, model)).isInstanceOf(Gate.Decision.Return.class);
        }
    }

    private static Gate.Decision decide(ModelGates gates, GeneratorDescription model) {
        return gates.of(model)
                .decide("a crimson sailboat",
                        new Gate.Candidate("a red boat", false, 1, OptionalDouble.of(0.9), SEES_IT));
    }

    /** Sees all that is asked. */
    private static final Gate.Sight SEES_IT = new Gate.Sight() {
        @Override
        public OptionalDouble image(String text) {
            return OptionalDouble.of(0.9);
        }

        @Override
        public OptionalDouble texts(String one, String other) {
            return OptionalDouble.of(1);
        }
    };

    private static GeneratorDescription description(String model) {
        GenerationSettings settings = new GenerationSettings(new ImageSize(64, 64), 4, 3, "ddim");
        return new GeneratorDescription(
                new ModelIdentity(ModelLine.parse(model).model(), new Fingerprint("d".repeat(64))), settings,
                Samples.capabilities("ddim"));
    }

    private Gate.Decision decision(String model) {
        try (Models models = new Models(folder, List.of(Postcards.NAME), EngineOptions.USUAL);
                SearchEncoder encoder = models.encoderOf(models.identity(""), "")) {
            return decide(new ModelGates(models, new FileCalibrationStore(new DataFolder(folder.resolve("data"))),
                    encoder.description(), judge), description(model));
        }
    }
}
