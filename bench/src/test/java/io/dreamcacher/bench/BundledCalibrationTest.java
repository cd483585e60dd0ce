package io.dreamcacher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.ClipSearchEncoder;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.DiffusionGenerator;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileCalibrationStore;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.model.ModelRef;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The calibration beside Postcards, with Postcards itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BundledCalibrationTest {
    private static final Path POSTCARDS = Path.of("..", "models", "postcards");
    private static final String STORED = "a red sailing boat on the sea at sunset";

    private Path folder = Path.of("");
    private SearchEncoder encoder;
    private BufferedImage image;

    @BeforeAll
    void draw(@TempDir Path temporary) throws IOException {
        folder = temporary;
        ModelFingerprint fingerprints = new ModelFingerprint(folder);
        SessionSettings settings = SessionSettings.allProcessors();
        encoder = ClipSearchEncoder.open("postcards/clip", POSTCARDS.resolve("clip"), Pooling.END, fingerprints,
                settings);
        try (DiffusionGenerator generator = DiffusionGenerator.open(ModelRef.of("postcards/sd"),
                ModelChoice.of(POSTCARDS.resolve("sd")),
                fingerprints,
                settings)) {
            image = new ImageCache(folder, generator).image(STORED);
        }
    }

    @AfterAll
    void close() {
        encoder.close();
    }

    @Test
    void encoder_isTheOneItWasFittedWith() {
        assertThat(calibration().mismatch(encoder.description())).isEmpty();
    }

    @Test
    void measuredReuses_keepTheBudget() {
        Calibration.Measured measured = calibration().measured();

        assertThat(measured.errorBudget()).isEqualTo(0.01);
        for (Calibration.Rates rates : new Calibration.Rates[]{measured.fitted(), measured.heldOut()}) {
            assertThat(rates.wrong()).isGreaterThan(1000);
            assertThat(rates.rightReused()).isGreaterThan(500);
            assertThat((double) rates.wrongReused() / (rates.wrongReused() + rates.rightReused()))
                    .isLessThanOrEqualTo(measured.errorBudget());
        }
    }

    @Test
    void decide_sameThingInOtherWords_returns() {
        assertThat(decide("at sunset, a crimson sailboat at sea")).isInstanceOf(Gate.Decision.Return.class);
    }

    @Test
    void decide_otherColour_misses() {
        Gate.Decision decision = decide("a blue sailing boat on the sea at sunset");

        assertThat(decision).isInstanceOf(Gate.Decision.Miss.class);
        assertThat(decision.reason())
                .endsWith("The colour differs: \"blue\" is asked for, the remembered picture is of \"red\".");
    }

    @Test
    void decide_otherThingOfUnknownName_misses() {
        assertThat(decide("a red samurai on the sea at sunset")).isInstanceOf(Gate.Decision.Miss.class);
    }

    private Gate.Decision decide(String prompt) {
        Gate gate = calibration().gate(encoder.description());
        EncodedPrompt asked = encoder.encode(prompt);
        double toPrompt = asked.prompt().similarity(encoder.encode(STORED).prompt());
        double toImage = asked.text().orElseThrow().similarity(encoder.encode(image));
        return gate.decide(prompt, new Gate.Candidate(STORED, false, toPrompt, OptionalDouble.of(toImage)));
    }

    private static Calibration calibration() {
        return new FileCalibrationStore(new DataFolder(POSTCARDS))
                .read(POSTCARDS.resolve("sd").resolve("calibration.json"))
                .orElseThrow();
    }
}
