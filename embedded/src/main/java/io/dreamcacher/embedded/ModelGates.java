package io.dreamcacher.embedded;

import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.gate.Calibrations;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The gate of each model this process draws with, its calibration read once. Thread-safe. */
final class ModelGates {
    private final Models models;
    private final Calibrations calibrations;
    private final EncoderDescription encoder;
    private final Map<Fingerprint, Gate> gates = new ConcurrentHashMap<>();

    ModelGates(Models models, DataFolder folder, EncoderDescription encoder) {
        this.models = models;
        this.calibrations = new Calibrations(folder.root());
        this.encoder = encoder;
    }

    Gate of(GeneratorDescription model) {
        return gates.computeIfAbsent(model.fingerprint(), fingerprint -> gate(model.model()));
    }

    private Gate gate(ModelIdentity model) {
        return model.ref().hasOwnWeights()
                ? calibrations.gate(model.toString(), model.fingerprint().sha256(), models.folder(model), encoder)
                : calibrations.gateOfLaidOver(model.toString(), model.fingerprint().sha256(), encoder);
    }
}
