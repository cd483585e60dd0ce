package io.dreamcacher.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.CalibrationStore;
import io.dreamcacher.gate.ImageEvidence;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.reuse.Likelihood;
import io.dreamcacher.reuse.TextCalibration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link CalibrationStore} must do. */
public abstract class CalibrationStoreContract {
    private static final Fingerprint MODEL = new Fingerprint("a".repeat(64));
    private static final Fingerprint OTHER = new Fingerprint("b".repeat(64));

    /** For subclasses. */
    protected CalibrationStoreContract() {}

    /** The stores of two processes over one medium, which is empty. */
    protected abstract List<CalibrationStore> twoProcesses();

    /** A calibration with a threshold; those of two digits make documents of one length. */
    protected static Calibration calibration(double needed) {
        Likelihood likelihood = new Likelihood(0,
                List.of(new TextCalibration.Term(ImageEvidence.PROMPTS, 0, 1, 1),
                        new TextCalibration.Term(ImageEvidence.IMAGE, -1, 0, 1)),
                List.of(new TextCalibration.Point(1, 0), new TextCalibration.Point(2, 1)));
        return new Calibration("teapots", new Calibration.Encoder("teapots/clip", "ab".repeat(32), Pooling.END),
                new Calibration.Fit(likelihood, List.of(new Calibration.Threshold(0.01, needed)), 0.2,
                        new Calibration.Typical(0, 0.5)),
                Calibration.Domain.ANY, List.of(),
                new Calibration.Measured(LocalDate.of(2026, 11, 24), "calibrate", 0.01,
                        new Calibration.Rates(100, 90, 1000, 5), Calibration.Rates.NONE));
    }

    @Test
    void find_unknownModel_isEmpty() {
        twoProcesses().forEach(store -> assertThat(store.find(MODEL)).isEmpty());
    }

    @Test
    void find_whatWasPut_isTheSameEverywhereAndOfItsModelOnly() {
        List<CalibrationStore> processes = twoProcesses();
        assertThat(processes.getLast().find(MODEL)).isEmpty();

        processes.getFirst().put(MODEL, calibration(0.86));

        for (CalibrationStore store : processes) {
            assertThat(store.find(MODEL)).contains(calibration(0.86));
            assertThat(store.find(OTHER)).isEmpty();
            assertThat(store.place(MODEL)).isNotBlank().isNotEqualTo(store.place(OTHER));
        }
    }

    /** As often as a file system's clock may not tell apart. */
    @Test
    void find_whatWasPutAgain_isTheLastOneAtOnce() {
        List<CalibrationStore> processes = twoProcesses();
        for (int i = 10; i < 60; i++) {
            processes.get(i % 2).put(MODEL, calibration(i / 100.0));
            for (CalibrationStore store : processes) {
                assertThat(store.find(MODEL)).contains(calibration(i / 100.0));
            }
        }
    }

    @Test
    void find_whileOthersPut_isAlwaysAWholeOne() throws InterruptedException, ExecutionException {
        List<CalibrationStore> processes = twoProcesses();
        Set<Calibration> written = Set.of(calibration(0.11), calibration(0.22));
        processes.getFirst().put(MODEL, calibration(0.11));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> work = new ArrayList<>();
            for (double threshold : new double[]{0.11, 0.22}) {
                work.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        processes.getFirst().put(MODEL, calibration(threshold));
                    }
                }));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(written).contains(processes.getLast().find(MODEL).orElseThrow());
            }
            for (Future<?> one : work) {
                one.get();
            }
        }
    }
}
