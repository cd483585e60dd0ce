package io.dreamcacher.embedded;

import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.FileCalibrationStore;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.reuse.TextJudge;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gate of each model this process draws with: by what the texts of two prompts say, and by the user's own calibration of
 * its very weights, else by {@code calibration.json} beside the model. The latter was measured with the model as it lies there,
 * so it says nothing of the model with adapters or another autoencoder. A calibration that changes opens or closes the gate at the next request.
 * Thread-safe.
 */
final class ModelGates {
    private final Models models;
    private final FileCalibrationStore calibrations;
    private final EncoderDescription encoder;
    private final Map<Fingerprint, Optional<Path>> folders = new ConcurrentHashMap<>();
    private final TextJudge judge;
    private final Gate byText;
    private final Map<Calibration, Gate> gates = new ConcurrentHashMap<>();

    ModelGates(Models models, FileCalibrationStore calibrations, EncoderDescription encoder, TextJudge judge) {
        this.models = models;
        this.calibrations = calibrations;
        this.encoder = encoder;
        this.judge = judge;
        this.byText = Gate.byText(judge);
    }

    Gate of(GeneratorDescription model) {
        return calibration(model.model())
                .map(calibration -> gates.computeIfAbsent(calibration, fitted -> fitted.gate(encoder, judge)))
                .orElse(byText);
    }

    /** The calibration beside a model, if it was fitted with this search model. */
    Optional<Calibration> beside(GeneratorDescription model) {
        return model.model().ref().hasOwnWeights()
                ? beside(model.model()).flatMap(calibrations::read).filter(found -> found.mismatch(encoder).isEmpty())
                : Optional.empty();
    }

    private Optional<Calibration> calibration(ModelIdentity model) {
        Optional<Calibration> own = calibrations.find(model.fingerprint());
        return own.isPresent() || !model.ref().hasOwnWeights() ? own : beside(model).flatMap(calibrations::read);
    }

    /** Empty for a model that this process has no folder of: somebody else's draws with it. */
    private Optional<Path> beside(ModelIdentity model) {
        return folders.computeIfAbsent(model.fingerprint(), fingerprint -> {
            try {
                return Optional.of(models.folder(model).resolve("calibration.json"));
            } catch (DreamCacherException e) {
                if (e.category() != FailureCategory.NOT_FOUND) {
                    throw e;
                }
                return Optional.empty();
            }
        });
    }
}
