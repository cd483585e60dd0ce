package io.dreamcacher.gate;

import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.reuse.Likelihood;
import io.dreamcacher.reuse.TextCalibration.Point;
import io.dreamcacher.reuse.TextCalibration.Term;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

final class TestCalibrations {
    static final String FINGERPRINT = "ab".repeat(32);

    private TestCalibrations() {}

    /** The probability is the cosine of the prompts less what the image shows less of the asked one. */
    static Calibration needing(double probability, double leastImage) {
        return needing(probability, leastImage, Calibration.Domain.ANY);
    }

    static Calibration needing(double probability, double leastImage, Calibration.Domain domain) {
        Likelihood likelihood = new Likelihood(0,
                List.of(new Term(ImageEvidence.PROMPTS, 0, 1, 1), new Term(ImageEvidence.IMAGE, -1, 0, 1)),
                List.of(new Point(0, 0), new Point(1, 0), new Point(2, 1)));
        return new Calibration("teapots", new Calibration.Encoder("teapots/clip", FINGERPRINT, Pooling.END),
                new Calibration.Fit(likelihood, List.of(new Calibration.Threshold(0.01, probability)), leastImage,
                        new Calibration.Typical(0.1, 0.5)),
                domain, List.of(),
                new Calibration.Measured(LocalDate.of(2026, 11, 24), "calibrate", 0.01,
                        new Calibration.Rates(100, 90, 1000, 5), new Calibration.Rates(20, 17, 200, 1)));
    }

    static Calibration.Domain unheard(String... contrasts) {
        return new Calibration.Domain(Set.of(), Set.of(contrasts));
    }
}
