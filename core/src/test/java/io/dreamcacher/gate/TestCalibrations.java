package io.dreamcacher.gate;

import io.dreamcacher.embedding.Pooling;
import java.time.LocalDate;

final class TestCalibrations {
    static final String FINGERPRINT = "ab".repeat(32);

    private TestCalibrations() {}

    static Calibration withThresholds(double prompt, double image) {
        return new Calibration("teapots", new Calibration.Encoder("teapots/clip", FINGERPRINT, Pooling.END),
                new Calibration.Thresholds(prompt, image),
                new Calibration.Measured(LocalDate.of(2026, 11, 24), "fit", 0.01,
                        new Calibration.Rates(100, 90, 1000, 5), new Calibration.Rates(20, 17, 200, 1)));
    }
}
