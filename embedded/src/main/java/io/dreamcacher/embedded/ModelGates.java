package io.dreamcacher.embedded;

import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.files.FileCalibrationStore;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gate of each model this process draws with: by the user's own calibration of its very weights, else by
 * {@code calibration.json} beside the model. The latter was measured with the model as it lies there, so it says nothing of
 * the model with adapters or another autoencoder. A calibration that changes opens or closes the gate at the next request.
 * Thread-safe.
 */
final class ModelGates {
    private final Models models;
    private final FileCalibrationStore calibrations;
    private final EncoderDescription encoder;
    private final Map<Fingerprint, Path> folders = new ConcurrentHashMap<>();
    private final Map<Calibration, Gate> gates = new ConcurrentHashMap<>();

    ModelGates(Models models, FileCalibrationStore calibrations, EncoderDescription encoder) {
        this.models = models;
        this.calibrations = calibrations;
        this.encoder = encoder;
    }

    Gate of(GeneratorDescription model) {
        return calibration(model.model())
                .map(calibration -> gates.computeIfAbsent(calibration, fitted -> fitted.gate(encoder)))
                .orElseGet(() -> Gate.closed(missing(model.model())));
    }

    private Optional<Calibration> calibration(ModelIdentity model) {
        Optional<Calibration> own = calibrations.find(model.fingerprint());
        return own.isPresent() || !model.ref().hasOwnWeights() ? own : calibrations.read(beside(model));
    }

    private Path beside(ModelIdentity model) {
        return folders.computeIfAbsent(model.fingerprint(), fingerprint -> models.folder(model))
                .resolve("calibration.json");
    }

    private String missing(ModelIdentity model) {
        if (model.ref().hasOwnWeights()) {
            return ("The model %s has no calibration, so only exact repeats are answered from memory: "
                    + "place a calibration.json beside it to reuse similar pictures.").formatted(model);
        }
        return ("The calibration beside a model holds for its own weights only, and %s has adapters, so only "
                + "exact repeats are answered from memory: place a calibration of them at %s to reuse similar "
                + "pictures.").formatted(model, calibrations.place(model.fingerprint()));
    }
}
