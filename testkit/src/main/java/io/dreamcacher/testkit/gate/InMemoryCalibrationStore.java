package io.dreamcacher.testkit.gate;

import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.CalibrationJson;
import io.dreamcacher.gate.CalibrationStore;
import io.dreamcacher.model.Fingerprint;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Calibrations as documents of a table that ends with the process, as a database keeps them. Thread-safe. */
public final class InMemoryCalibrationStore implements CalibrationStore {
    private final Map<Fingerprint, String> documents;

    /** An empty store. */
    public InMemoryCalibrationStore() {
        this(new ConcurrentHashMap<>());
    }

    /** One of several processes' stores over a table. */
    public InMemoryCalibrationStore(Map<Fingerprint, String> documents) {
        this.documents = documents;
    }

    @Override
    public Optional<Calibration> find(Fingerprint model) {
        return Optional.ofNullable(documents.get(model))
                .map(document -> CalibrationJson.read(document, place(model)));
    }

    @Override
    public void put(Fingerprint model, Calibration calibration) {
        documents.put(model, CalibrationJson.write(calibration));
    }

    @Override
    public String place(Fingerprint model) {
        return "row %s of the calibrations".formatted(model.brief());
    }
}
