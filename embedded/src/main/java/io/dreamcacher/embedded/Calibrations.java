package io.dreamcacher.embedded;

import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.folder.DataFolder;
import io.dreamcacher.gate.CalibratedGate;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.CalibrationFile;
import io.dreamcacher.gate.ClosedGate;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.gate.Guard;
import io.dreamcacher.generator.GeneratorDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The gate of each model: from the user's own calibration in the data folder, else from the one beside the model. */
final class Calibrations {
    private static final String FILE = "calibration.json";

    private final Models models;
    private final DataFolder folder;
    private final EncoderDescription encoder;
    private final Guard guard = new Guard();
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    Calibrations(Models models, DataFolder folder, EncoderDescription encoder) {
        this.models = models;
        this.folder = folder;
        this.encoder = encoder;
    }

    Gate gate(GeneratorDescription model) {
        return gates.computeIfAbsent(model.fingerprint(), fingerprint -> read(model));
    }

    private Gate read(GeneratorDescription model) {
        Path own = folder.calibrations().resolve(model.fingerprint() + ".json");
        Path beside = models.folder(model.name()).resolve(FILE);
        if (Files.exists(own)) {
            return fitting(own);
        }
        return Files.exists(beside)
                ? fitting(beside)
                : new ClosedGate(
                        "Only exact repeats are answered from memory, because the model %s has no calibration (%s)."
                                .formatted(model.name(), FILE));
    }

    private Gate fitting(Path file) {
        Calibration calibration = CalibrationFile.read(file);
        return calibration.mismatch(encoder)
                .<Gate>map(ClosedGate::new)
                .orElseGet(() -> new CalibratedGate(guard, calibration));
    }
}
