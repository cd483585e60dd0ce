package io.dreamcacher.gate;

import io.dreamcacher.embedding.EncoderDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where calibrations lie: {@code calibrations/FINGERPRINT.json} in the data folder, else {@code calibration.json}
 * beside the model. Thread-safe; reads the file at every call.
 */
public final class Calibrations {
    private final Path dataFolder;

    /** The calibrations of a memory. */
    public Calibrations(Path dataFolder) {
        this.dataFolder = dataFolder;
    }

    /** Where the user's own calibration of a model lies, or would lie. */
    public Path userFile(String modelFingerprint) {
        return dataFolder.resolve("calibrations").resolve(modelFingerprint + ".json");
    }

    /**
     * The calibration of a model; the user's own comes first.
     *
     * @param modelFolder the Stable Diffusion folder
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_DATA when the file cannot be used
     */
    public Optional<Calibration> find(String modelFingerprint, Path modelFolder) {
        Path user = userFile(modelFingerprint);
        if (Files.exists(user)) {
            return Optional.of(CalibrationFile.read(user));
        }
        Path bundled = modelFolder.resolve("calibration.json");
        return Files.exists(bundled) ? Optional.of(CalibrationFile.read(bundled)) : Optional.empty();
    }

    /**
     * The gate of a model in a memory: by its calibration, or one that reuses nothing and says why.
     *
     * @param model name of the model for people
     * @param encoder the memory's search model
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_DATA when the calibration file cannot be used
     */
    public Gate gate(String model, String modelFingerprint, Path modelFolder, EncoderDescription encoder) {
        Optional<Calibration> calibration = find(modelFingerprint, modelFolder);
        if (calibration.isEmpty()) {
            return new ClosedGate(("The model %s has no calibration, so only exact repeats are answered from memory: "
                    + "place a calibration.json beside it to reuse similar pictures.").formatted(model));
        }
        return calibration.get()
                .mismatch(encoder)
                .<Gate>map(ClosedGate::new)
                .orElseGet(() -> new CalibratedGate(new Guard(), calibration.get()));
    }
}
