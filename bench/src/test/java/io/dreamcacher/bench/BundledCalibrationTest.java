package io.dreamcacher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.embedded.ImageLaboratory;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileCalibrationStore;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Share;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calibration beside Postcards, with Postcards itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BundledCalibrationTest {
    private static final Path POSTCARDS = Path.of("..", "models", "postcards");
    private static final String STORED = "a red sailing boat on the sea at sunset";

    private final Calibration calibration = new FileCalibrationStore(new DataFolder(POSTCARDS))
            .read(POSTCARDS.resolve("sd").resolve("calibration.json"))
            .orElseThrow();
    private ImageLaboratory laboratory;

    @BeforeAll
    void draw(@TempDir Path folder) {
        laboratory = ImageLaboratory.open(
                MemoryOptions.at(folder.resolve("data")).withCacheFolder(folder.resolve("cache")),
                folder.resolve("pictures"));
        laboratory.draw(STORED);
    }

    @AfterAll
    void close() {
        laboratory.close();
    }

    @Test
    void encoder_isTheOneItWasFittedWith() {
        assertThat(calibration.encoder().fingerprint()).isEqualTo(laboratory.encoder().fingerprint());
    }

    @Test
    void measuredReuses_keepTheBudget() {
        Calibration.Measured measured = calibration.measured();

        assertThat(measured.errorBudget()).isEqualTo(0.01);
        for (Calibration.Rates rates : new Calibration.Rates[]{measured.fitted(), measured.heldOut()}) {
            assertThat(rates.wrong()).isGreaterThan(1000);
            assertThat(new Share(rates.wrongReused(), rates.wrongReused() + rates.rightReused()).upper())
                    .isLessThanOrEqualTo(measured.errorBudget());
            assertThat((double) rates.rightReused() / rates.right()).isGreaterThanOrEqualTo(0.94);
        }
    }

    @Test
    void explain_sameThingInOtherWords_returnsByWhatWasSeen() {
        Explanation found = explained("at sunset, a crimson sailboat at sea");

        assertThat(found.decision()).isInstanceOf(Gate.Decision.Return.class);
        assertThat(found.model()).hasValueSatisfying(seen -> assertThat(seen.isEnough()).isTrue());
    }

    @Test
    void explain_otherColour_misses() {
        Explanation found = explained("a blue sailing boat on the sea at sunset");

        assertThat(found.decision()).isInstanceOf(Gate.Decision.Miss.class);
        assertThat(found.model()).hasValueSatisfying(seen -> assertThat(seen.isEnough()).isFalse());
    }

    @Test
    void explain_otherThingOfUnknownName_isOutsideItsDomain() {
        Explanation found = explained("a red samurai on the sea at sunset");

        assertThat(found.decision()).isInstanceOf(Gate.Decision.Miss.class);
        assertThat(found.model()).isEmpty();
    }

    /** It draws these alike and hears no difference, so it may say nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a photo of a cat      | a painting of a cat
            a man surfing         | a woman surfing
            """)
    void domain_contrastsItDoesNotHear_areOutside(String asked, String stored) {
        assertThat(calibration.domain().contains(asked, stored)).isFalse();
        assertThat(calibration.domain().contains(asked, asked)).isTrue();
    }

    private Explanation explained(String prompt) {
        return laboratory.explain(calibration, prompt, STORED, ErrorBudget.USUAL);
    }
}
